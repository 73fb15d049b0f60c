# Hands one job to Slurm, as its owner. Started as
#   sh -c THIS sh STORAGE ID FOLDER OUTPUT ERRORS [JOB-SCRIPT SBATCH ARGUMENT...]
# with the job's data on standard input, which is kept in a file of the owner's for the job script.
# What is refused here has not reached Slurm. Without a script all is made ready for slurmrestd.
umask 077
storage=$1
base=$1/$2
directory=$3
output=$4
errors=$5
shift 5

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
[ -d "$storage" ] || mkdir -p -- "$storage" || refuse storage
: >>"$base.record" || refuse storage
cat >"$base.order.new" && mv -f -- "$base.order.new" "$base.order" || refuse storage

if [ $# = 0 ]; then
  echo prepared
  exit 0
fi
script=$1
shift
OPENLAUNCHER_BASE=$base
export OPENLAUNCHER_BASE
printf '%s\n' "$script" | "$@"
