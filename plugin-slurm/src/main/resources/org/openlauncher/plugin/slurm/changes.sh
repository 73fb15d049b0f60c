# Tells all that is in those records of an owner's that have changed of late. Started as
#   sh -c THIS sh STORAGE SECONDS
# and answers with lines ID LINE. Only what has changed is opened, so that it is quick however many
# jobs there are. Where clocks differ, or a network file system is slow to tell, it misses some.
find "$1" -maxdepth 1 -type f -name '*.record' -newermt "-$2 seconds" 2>/dev/null |
  while IFS= read -r file; do
    id=${file##*/}
    while IFS= read -r line; do
      printf '%s %s\n' "${id%.record}" "$line"
    done <"$file"
  done 2>/dev/null
exit 0
