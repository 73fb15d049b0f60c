# Tells all that is in those records of an owner's to which something was added. Started as
#   sh -c THIS sh STORAGE MARK
# and answers with lines ID LINE. Jobs say that by an empty file, which is taken away before the
# record is read: so nothing gets lost, and it is quick however many jobs and old files there are.
[ -d "$1/news" ] || exit 0
find "$1/news" -maxdepth 1 -name "$2.*" -delete -printf '%f\n' |
  while IFS= read -r name; do
    id=${name#"$2."}
    while IFS= read -r line; do
      printf '%s %s\n' "$id" "$line"
    done <"$1/$id.record"
  done 2>/dev/null
exit 0
