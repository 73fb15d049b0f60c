# Removes what is kept of a job of the owner's. Started as
#   sh -c THIS sh STORAGE ID
base=$1/$2
rm -f -- "$base.record" "$base.order" "$base.order.new" "$base.claim" "$base.log" "$base.use" "$base.stdout" "$base.stderr"
