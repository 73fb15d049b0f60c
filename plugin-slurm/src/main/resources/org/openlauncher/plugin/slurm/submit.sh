# Hands one job to Slurm, as its owner. Started as
#   sh -c THIS sh STORAGE ID MARK FOLDER OUTPUT ERRORS [JOB-SCRIPT SBATCH ARGUMENT...]
# with the job's data on standard input, which is kept in a file of the owner's for the job script.
# What is refused here has not reached Slurm. Without a script all is made ready for slurmrestd.
umask 077
storage=$1
base=$1/$2
news=$1/news/$3.$2
directory=$4
output=$5
errors=$6
shift 6

refuse() {
  printf 'openlauncher refused: %s\n' "$1" >&2
  exit 90
}

# Whether an output file can be written; the job opens it itself.
check() {
  [ -n "$1" ] || return 0
  if [ -e "$1" ]; then
    [ ! -d "$1" ] && [ -w "$1" ] || refuse "$2"
  else
    folder=${1%/*}
    [ -d "${folder:-/}" ] && [ -w "${folder:-/}" ] && [ -x "${folder:-/}" ] || refuse "$2"
  fi
}

[ ! -d "$directory" ] || [ -x "$directory" ] || refuse directory-denied
cd -- "$directory" 2>/dev/null || refuse directory
check "$output" output
check "$errors" errors
[ -d "$storage/news" ] || mkdir -p -- "$storage/news" || refuse storage
: >>"$base.record" || refuse storage
# An order that is there may be in use, by a job of which nobody knows.
if [ -e "$base.order" ]; then
  cat >"$base.order.new" && mv -f -- "$base.order.new" "$base.order" || refuse storage
else
  cat >"$base.order" || refuse storage
fi

if [ $# = 0 ]; then
  echo prepared
  exit 0
fi
script=$1
shift
OPENLAUNCHER_BASE=$base
OPENLAUNCHER_NEWS=$news
export OPENLAUNCHER_BASE OPENLAUNCHER_NEWS
printf '%s\n' "$script" | "$@"
