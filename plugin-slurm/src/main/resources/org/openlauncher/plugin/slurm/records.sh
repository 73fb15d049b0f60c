# Tells what is new in the records of an owner's jobs. Started as
#   sh -c THIS sh STORAGE
# with a line ID KNOWN-LINES for each job on standard input; answers with lines ID LINE.
while read -r id known; do
  lines=0
  {
    while IFS= read -r line; do
      lines=$((lines + 1))
      if [ "$lines" -gt "$known" ]; then printf '%s %s\n' "$id" "$line"; fi
    done <"$1/$id.record"
  } 2>/dev/null || printf '%s missing\n' "$id"
done
