#!/bin/sh
# What a container of a distributed run does: it is one of several injectors, and hands over what it measured.
#
#   injector.sh <simulation> [-D<setting>=<value> ...]
#
# INJECTORS             how many there are
# JOB_COMPLETION_INDEX  which of them this is, from 0; Kubernetes sets it in an Indexed Job
# START_AT              the instant at which all of them start
# RESULTS               a folder that may be written; default /results
# FETCH_SECONDS         how long the results are kept for whoever fetches them; default 3600
# JAVA_OPTS             options of the injector's JVM; default -XX:MaxRAMPercentage=75
#
# The run directory is packed as $RESULTS/run.tar.gz; while that file is there, the pod is ready. The container
# stays until somebody has made $RESULTS/fetched: what ran in it is gone with it.
set -u
app="${APP:-/app}"
results="${RESULTS:-/results}"
: "${INJECTORS:?how many injectors there are}" "${JOB_COMPLETION_INDEX:?which injector this is, from 0}"
: "${START_AT:?the instant at which all injectors start, as 2026-11-24T10:15:00Z}"
simulation="${1:?a simulation}"
shift

# A pod that is deleted gets SIGTERM: the load then ends politely. The shell itself is process 1, which ignores
# every signal without a handler.
java=
trap '[ -n "$java" ] && kill -TERM "$java" 2>/dev/null; stopping=1' TERM INT
stopping=

# What belongs to the whole run is left to whoever merges: gate, baseline, history, Gatling's report. Nobody looks at
# a page on the pod's loopback.
# shellcheck disable=SC2086 # options are several words
java ${JAVA_OPTS:--XX:MaxRAMPercentage=75} --add-opens=java.base/java.lang=ALL-UNNAMED \
  -Djava.util.prefs.PreferencesFactory=io.functionrunner.perf.load.lifecycle.InMemoryPreferences \
  -cp "$app/classes:$app/lib/*" \
  -Dlive=off "$@" -Dgate=off -Dbaseline=off -Dhistory=off \
  "-Dshard=$((JOB_COMPLETION_INDEX + 1))/$INJECTORS" "-Dstart.at=$START_AT" \
  "-Dgatling.resultsFolder=$results/gatling" \
  io.gatling.app.Gatling -s "$simulation" -rf "$results/gatling" -nr &
java=$!
status=0
while wait "$java" || status=$?; kill -0 "$java" 2>/dev/null; do
  status=0 # A signal ended the wait, not the JVM.
done

run=
for folder in "$results"/gatling/*/; do
  if [ -f "${folder}run.json" ]; then run="$folder"; fi
done
# It said why; the last line of a pod's log is what people are shown.
[ -n "$run" ] || exit "$([ "$status" -eq 0 ] && echo 1 || echo "$status")"
tar -C "$run" -czf "$results/run.tar.gz.part" . && mv "$results/run.tar.gz.part" "$results/run.tar.gz" || exit 1
echo "injector $((JOB_COMPLETION_INDEX + 1)) of $INJECTORS: results are ready"

waited=0
while [ ! -e "$results/fetched" ] && [ -z "$stopping" ] && [ "$waited" -lt "${FETCH_SECONDS:-3600}" ]; do
  sleep 1
  waited=$((waited + 1))
done
if [ ! -e "$results/fetched" ]; then
  echo "injector $((JOB_COMPLETION_INDEX + 1)) of $INJECTORS: nobody has fetched the results" >&2
  exit 1
fi
