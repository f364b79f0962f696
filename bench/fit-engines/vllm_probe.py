# SPDX-License-Identifier: Apache-2.0
"""Starts the real vLLM on this CPU for every configuration and says how many KV tokens it has.

usage: vllm_probe.py CONFIGS FOLDER    (JSONL in; one JSON object a line on standard output)

Each start is the engine itself: the options that `vllm serve DIR --load-format dummy --enforce-eager`
makes, a worker that loads the model, and the KV cache that the engine's core then sets up. The
imports, which take most of a start, happen once; each configuration then runs in a fork of its own,
so that one that fails takes nothing with it. What cannot be started is answered with the engine's
own reason.
"""

import json
import os
import pathlib
import re
import signal
import sys
import traceback

os.environ.update(
    VLLM_ENABLE_V1_MULTIPROCESSING="0",  # the engine's core in this process, so that its log is ours
    HF_HUB_OFFLINE="1",
    TRANSFORMERS_OFFLINE="1",
    VLLM_NO_USAGE_STATS="1",
    VLLM_LOGGING_LEVEL="INFO",
    OMP_NUM_THREADS="1",
)
LIMIT_SECONDS = 300
REASON = "vllm_probe: "
SIZE = re.compile(r"KV cache size: ([\d,]+) tokens")


def start(case, folder):
    """Starts the engine's core, whose log then says how many tokens its KV cache has."""
    from vllm.engine.arg_utils import AsyncEngineArgs
    from vllm.usage.usage_lib import UsageContext
    from vllm.v1.engine.core import EngineCore
    from vllm.v1.executor.abstract import Executor

    model = pathlib.Path(folder, case["id"])
    model.mkdir(parents=True, exist_ok=True)
    (model / "config.json").write_text(json.dumps(case["config"]))
    options = dict(
        model=str(model),
        skip_tokenizer_init=True,
        load_format="dummy",
        enforce_eager=True,
        max_model_len=case["max_model_len"],
        kv_cache_memory_bytes=int(case["kv_space_gib"] * (1 << 30)),
        distributed_executor_backend="uni",
        limit_mm_per_prompt=case.get("limit_mm_per_prompt", {}),
    )
    if case.get("block_size"):
        options["block_size"] = case["block_size"]
    if case.get("kv_dtype"):
        options["kv_cache_dtype"] = case["kv_dtype"]
    config = AsyncEngineArgs(**options).create_engine_config(UsageContext.OPENAI_API_SERVER)
    EngineCore(config, Executor.get_class(config), log_stats=False)


def in_fork(case, folder):
    """The answer of a process of its own."""
    log = pathlib.Path(folder, case["id"] + ".log")
    child = os.fork()
    if child == 0:
        signal.alarm(LIMIT_SECONDS)
        file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(file, 1)
        os.dup2(file, 2)
        try:
            start(case, folder)
        except BaseException as failure:  # whatever the engine throws is its reason
            traceback.print_exc()
            print(REASON + " ".join((str(failure).strip() or type(failure).__name__).split())[:300])
        finally:
            sys.stdout.flush()
            os._exit(0)
    os.waitpid(child, 0)
    text = log.read_text(errors="replace")
    size = SIZE.search(text)
    if size:
        return {"kv_tokens": int(size.group(1).replace(",", ""))}
    reason = text.rpartition(REASON)
    return {"reason": reason[2].strip() if reason[1] else f"the engine ended within {LIMIT_SECONDS} s and said nothing"}


def main():
    configs, folder = sys.argv[1], sys.argv[2]
    pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
    from vllm.engine.arg_utils import AsyncEngineArgs  # noqa: F401  (once, before the forks)
    from vllm.v1.engine.core import EngineCore  # noqa: F401
    from vllm.v1.worker.cpu_worker import CPUWorker  # noqa: F401

    with open(configs) as lines:
        for line in lines:
            if line.strip():
                case = json.loads(line)
                print(json.dumps({"id": case["id"], **in_fork(case, folder)}), flush=True)


if __name__ == "__main__":
    main()
