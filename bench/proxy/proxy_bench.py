# SPDX-License-Identifier: Apache-2.0
"""CPU per request and added latency of proxies, interleaved on one machine.

The upstream (nginx, a fixed 500-byte chat answer) and the load (wrk, closed loop) share one core,
the proxy under test has the other. All proxies stay up for the whole run; a round measures each in
turn. CPU per request is the user and system time of the proxy's processes over the requests that
wrk saw answered, so it does not depend on who else uses the load's core. Ratios are per round, so
that noise of the machine hits both sides.
"""

import argparse
import contextlib
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TICKS = os.sysconf("SC_CLK_TCK")
ANSWER_BYTES = 500


def free_ports(count):
    """Held together, so that none is given out twice."""
    with contextlib.ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for s in sockets:
            s.bind(("127.0.0.1", 0))
        return [s.getsockname()[1] for s in sockets]


def answer():
    body = {
        "id": "chatcmpl-0",
        "object": "chat.completion",
        "created": 1795229696,
        "model": "bench",
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": ""},
                "finish_reason": "stop",
            }
        ],
        "usage": {"prompt_tokens": 250, "total_tokens": 266, "completion_tokens": 16},
    }
    short = len(json.dumps(body, separators=(",", ":")))
    body["choices"][0]["message"]["content"] = "x" * (ANSWER_BYTES - short)
    return json.dumps(body, separators=(",", ":"))


class Process:
    """A server under the bench: pinned, logged, measured with its children."""

    def __init__(self, name, core, argv, work, env=None):
        self.name = name
        self.log = open(work / f"{name}.log", "wb")
        self.popen = subprocess.Popen(
            ["taskset", "-c", str(core), *map(str, argv)],
            stdout=self.log,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(env or {})},
            start_new_session=True,
        )

    def tree(self):
        pids, parents = [self.popen.pid], {}
        for entry in pathlib.Path("/proc").iterdir():
            if entry.name.isdigit():
                with contextlib.suppress(OSError):
                    stat = (entry / "stat").read_text().rsplit(")", 1)[1].split()
                    parents.setdefault(int(stat[1]), []).append(int(entry.name))
        for pid in pids:
            pids.extend(parents.get(pid, []))
        return pids

    def cpu_seconds(self):
        total = 0
        for pid in self.tree():
            with contextlib.suppress(OSError):
                stat = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
                total += int(stat[11]) + int(stat[12])
        return total / TICKS

    def rss_mib(self):
        total = 0
        for pid in self.tree():
            with contextlib.suppress(OSError):
                status = pathlib.Path(f"/proc/{pid}/status").read_text()
                match = re.search(r"VmRSS:\s+(\d+)", status)
                total += int(match.group(1)) if match else 0
        return total / 1024

    def stop(self):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.popen.pid, signal.SIGTERM)
        try:
            self.popen.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self.popen.pid, signal.SIGKILL)
        self.log.close()


def nginx(work, name, core, port, location, upstreams=""):
    folder = work / name
    folder.mkdir(exist_ok=True)
    conf = folder / "nginx.conf"
    conf.write_text(
        f"""daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  keepalive_requests 100000000; keepalive_timeout 300s;
  {upstreams}
  server {{ listen 127.0.0.1:{port} reuseport backlog=1024; default_type application/json; {location} }}
}}
"""
    )
    binary = shutil.which("nginx") or "/usr/sbin/nginx"
    return Process(name, core, [binary, "-p", folder, "-e", folder / "error.log", "-c", conf], work)


def snapshot(path, upstream_port):
    """A policy with two tiers, a keyword and a length rule; both tiers are the bench's upstream."""

    def target(block, tier):
        return {
            "id": f"{block}/bench",
            "tier": tier,
            "model": "bench",
            "weight": 1,
            "contextTokens": 8192,
            "dialect": "OPENAI",
            "price": {"inputPerMillion": 0, "outputPerMillion": 0},
            "simulated": True,
            "health": {
                "path": "/health",
                "interval": "PT2S",
                "timeout": "PT1S",
                "unhealthyAfter": 2,
                "healthyAfter": 1,
            },
            "endpoints": [
                {
                    "id": f"{block}-0",
                    "url": f"http://127.0.0.1:{upstream_port}",
                    "ready": True,
                    "revision": "r1",
                }
            ],
        }

    words = ["prove", "theorem", "refactor", "derive", "step by step", "debug", "optimise"]
    path.write_text(
        json.dumps(
            {
                "format": 1,
                "policy": {"namespace": "bench", "name": "proxy"},
                "revision": "g1-bench",
                "tiers": ["light", "heavy"],
                "targets": [target("heavy", "heavy"), target("light", "light")],
                "rules": [
                    {
                        "name": "hard-words",
                        "match": {"keywords": words},
                        "action": {"routeToTier": {"tier": "heavy"}},
                    }
                ],
                "classifier": {
                    "defaultTier": "light",
                    "lengthSteps": [{"minPromptTokens": 2000, "tier": "heavy"}],
                },
                "balance": "ROUND_ROBIN",
                "resilience": {
                    "timeouts": {
                        "connect": "PT2S",
                        "firstToken": "PT60S",
                        "betweenTokens": "PT30S",
                        "total": "PT10M",
                    },
                    "retries": {"attempts": 2, "budgetPercent": 20, "statuses": [502, 503, 504]},
                },
            }
        )
    )


def sidecar(work, core, port, probes, upstream_port):
    dist = ROOT / "target/dist/sidecar"
    if not (dist / "quarkus-run.jar").exists():
        sys.exit("bench-proxy: target/dist/sidecar is not built; run `make build`")
    file = work / "snapshot.json"
    snapshot(file, upstream_port)
    home = os.environ.get("JAVA_HOME") or subprocess.check_output(
        [ROOT / "bin/find-jdk"], text=True
    ).strip()
    options = [f"@{dist}/jvm.options"] if (dist / "jvm.options").exists() else []
    env = {
        "CONDUIT_SIDECAR_LISTEN_PORT": str(port),
        "CONDUIT_SIDECAR_SNAPSHOT_FILE": str(file),
        "QUARKUS_HTTP_PORT": str(probes),
    }
    argv = [f"{home}/bin/java", *options, "-jar", dist / "quarkus-run.jar"]
    return Process("sidecar", core, argv, work, env)


def wait_answer(port, process):
    body = b'{"model":"auto","messages":[{"role":"user","content":"hello"}]}'
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.popen.poll() is not None:
            sys.exit(f"bench-proxy: {process.name} ended with {process.popen.returncode}; see its log")
        with contextlib.suppress(OSError):
            request = urllib.request.Request(
                f"http://127.0.0.1:{port}/v1/chat/completions",
                data=body,
                headers={"content-type": "application/json"},
            )
            with urllib.request.urlopen(request, timeout=5) as response:
                if response.status == 200 and len(response.read()) == ANSWER_BYTES:
                    return
        time.sleep(0.1)
    sys.exit(f"bench-proxy: {process.name} does not answer; see its log")


def wrk(port, core, connections, seconds, model):
    out = subprocess.check_output(
        ["taskset", "-c", str(core), "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency",
         "-s", HERE / "chat.lua", f"http://127.0.0.1:{port}/v1/chat/completions"],
        text=True,
        env={**os.environ, "BENCH_MODEL": model},
    )  # fmt: skip
    requests = int(re.search(r"(\d+) requests in", out).group(1))
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    broken = re.search(r"Socket errors: (.*)", out)
    scale = {"us": 1, "ms": 1e3, "s": 1e6}

    def quantile(name):
        value, unit = re.search(rf"{name}%\s+([\d.]+)(us|ms|s)", out).groups()
        return float(value) * scale[unit]

    return {
        "requests": requests,
        "rps": float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1)),
        "p50_us": quantile(50),
        "p99_us": quantile(99),
        "errors": int(bad.group(1)) if bad else 0,
        "socket_errors": broken.group(1) if broken else "",
    }


def warm(port, options):
    """Load by count, not by time: a JIT compiler goes by calls, and machines differ in speed."""
    deadline = time.monotonic() + 180
    done = 0
    while done < options.warmup and time.monotonic() < deadline:
        done += wrk(port, 0, options.connections, 5, "auto")["requests"]


def measure(path, port, process, options):
    before = process.cpu_seconds() if process else 0
    busy = wrk(port, 0, options.connections, options.seconds, "auto")
    after = process.cpu_seconds() if process else 0
    if process and after == before:
        sys.exit(f"bench-proxy: {path} used no processor time, so something else answered; see its log")
    idle = wrk(port, 0, 1, max(2, options.seconds // 2), "auto")
    return {
        "path": path,
        "cpu_us_per_request": (after - before) * 1e6 / busy["requests"] if process else None,
        "rps": busy["rps"],
        "p50_us": busy["p50_us"],
        "p99_us": busy["p99_us"],
        "single_p50_us": idle["p50_us"],
        "rss_mib": process.rss_mib() if process else None,
        "errors": busy["errors"] + idle["errors"],
        "socket_errors": busy["socket_errors"] + idle["socket_errors"],
    }


def report(rounds, options):
    paths = [row["path"] for row in rounds[0]]
    rows = {p: [r for turn in rounds for r in turn if r["path"] == p] for p in paths}

    def spread(name, key, digits=0):
        values = [r[key] for r in rows[name] if r[key] is not None]
        return f"{min(values):.{digits}f}-{max(values):.{digits}f}" if values else "-"

    print(f"\n{len(rounds)} rounds, c={options.connections}, {options.seconds} s each; ranges over the rounds")
    print(f"{'path':<12}{'CPU us/request':>16}{'requests/s':>16}{'p50 us':>12}{'p99 us':>14}{'p50 us, c=1':>14}{'RSS MiB':>12}{'errors':>8}")
    for p in paths:
        errors = sum(r["errors"] for r in rows[p])
        print(f"{p:<12}{spread(p, 'cpu_us_per_request', 1):>16}{spread(p, 'rps'):>16}{spread(p, 'p50_us'):>12}{spread(p, 'p99_us'):>14}{spread(p, 'single_p50_us'):>14}{spread(p, 'rss_mib'):>12}{errors:>8}")

    def ratio(peer):
        pairs = zip(rows["sidecar"], rows[peer])
        return [a["cpu_us_per_request"] / b["cpu_us_per_request"] for a, b in pairs]

    ratios = {peer: ratio(peer) for peer in paths if peer not in ("direct", "sidecar")}
    for peer, values in ratios.items():
        print(f"CPU per request, sidecar / {peer}: median {statistics.median(values):.2f} (rounds {', '.join(f'{v:.2f}' for v in values)})")
    errors = sum(r["errors"] for turn in rounds for r in turn)
    return {"rounds": rounds, "cpu_ratio": {k: statistics.median(v) for k, v in ratios.items()}, "errors": errors}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=8, help="of each measurement at full load")
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--warmup", type=int, default=500_000, help="requests on each path before the first round")
    parser.add_argument("--max-nginx-ratio", type=float, default=2.5, help="fail above this CPU ratio to nginx")
    options = parser.parse_args()
    work = ROOT / "target/bench/proxy"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    if (os.cpu_count() or 1) < 2:
        sys.exit("bench-proxy: needs 2 cores, one for the load and one for the proxy")
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.2f} before the run; 1,024-byte chat request, {ANSWER_BYTES}-byte answer")
    names = ("direct", "nginx", "vllm-router", "sidecar", "metrics", "probes")
    ports = dict(zip(names, free_ports(len(names))))
    upstream = ports["direct"]
    started = []
    try:
        started.append(nginx(work, "upstream", 0, upstream, f"location / {{ return 200 '{answer()}'; }}"))
        proxies = {"direct": started[0]}
        proxies["nginx"] = nginx(
            work, "nginx", 1, ports["nginx"],
            'location / { proxy_pass http://up; proxy_http_version 1.1; proxy_set_header Connection ""; }',
            f"upstream up {{ server 127.0.0.1:{upstream}; keepalive 64; keepalive_requests 100000000; }}",
        )  # fmt: skip
        started.append(proxies["nginx"])
        proxies["vllm-router"] = Process(
            "vllm-router", 1,
            [ROOT / "target/bench/venv/bin/vllm-router", "--host", "127.0.0.1", "--port", ports["vllm-router"],
             "--worker-urls", f"http://127.0.0.1:{upstream}", "--policy", "round_robin", "--prometheus-port", ports["metrics"]],
            work,
        )  # fmt: skip
        started.append(proxies["vllm-router"])
        proxies["sidecar"] = sidecar(work, 1, ports["sidecar"], ports["probes"], upstream)
        started.append(proxies["sidecar"])
        for name, process in proxies.items():
            wait_answer(ports[name], process)
        for name in proxies:
            if name != "direct":
                print(f"warming {name} with {options.warmup:,} requests ...", flush=True)
                warm(ports[name], options)
        rounds = []
        for number in range(options.rounds):
            print(f"round {number + 1} of {options.rounds} ...", flush=True)
            rounds.append([
                measure(name, ports[name], None if name == "direct" else process, options)
                for name, process in proxies.items()
            ])  # fmt: skip
        result = report(rounds, options)
    finally:
        for process in reversed(started):
            process.stop()
    (work / "result.json").write_text(json.dumps(result, indent=2))
    print(f"written to {(work / 'result.json').relative_to(ROOT)}")
    good = (
        result["cpu_ratio"]["nginx"] <= options.max_nginx_ratio
        and result["cpu_ratio"]["vllm-router"] < 1
        and result["errors"] == 0
    )
    print(f"bound: at most {options.max_nginx_ratio} x nginx and below vllm-router, no errors: {'holds' if good else 'DOES NOT HOLD'}")
    print(json.dumps({"cpu_ratio": {k: round(v, 3) for k, v in result["cpu_ratio"].items()}, "errors": result["errors"], "holds": good}))
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
