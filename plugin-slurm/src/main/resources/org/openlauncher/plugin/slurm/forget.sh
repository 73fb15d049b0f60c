# Removes what is kept of a job of the owner's. Started as
#   sh -c THIS sh STORAGE ID MARK
base=$1/$2
rm -f -- "$base.record" "$base.order" "$base.order.new" "$base.claim" "$base.log" "$base.use" "$base.stdout" "$base.stderr" "$1/news/$3.$2"
