"""Many documents against an endpoint with a rate limit: how much of it is used, and that it is never passed."""

import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

from benchmarks.report import figure, judge

__all__ = ["measure_model_client"]

LIMIT = 100
"""Requests that the endpoint grants in any second."""
LATENCY = 0.05
"""Seconds before every answer."""
USED = 0.95
"""Least share of the limit, from the first request to the last."""
DOCUMENTS = 500


def measure_model_client(folder: Path, documents: int) -> bool:
    """Run `gouji run --llm` in its own processes against the provoking endpoint in another; print what it took."""
    count = min(documents, DOCUMENTS)
    python, reports = sys.executable, str(folder / "in")
    generator = [python, "-m", "eval.generator", reports, "--count", str(count), "--format", "txt"]
    subprocess.run(generator, check=True, capture_output=True)
    served = ["--truth", reports, "--limit", str(LIMIT), "--latency", str(LATENCY)]
    endpoint = subprocess.Popen(
        [python, "-m", "extractor.testing.endpoint", *served], stdout=subprocess.PIPE, text=True
    )
    if endpoint.stdout is None:
        raise RuntimeError("the endpoint has no output")
    url = endpoint.stdout.readline().strip()
    settings = {
        "OPENAI_BASE_URL": url,
        "GOUJI_CACHE": str(folder / "cache"),
        "GOUJI_LLM_MODE": "strict",
        "GOUJI_LLM_CONCURRENCY": "12",
        "GOUJI_LLM_REQUESTS_PER_MINUTE": str(LIMIT * 60),
    }
    command = [
        sys.executable,
        "-m",
        "extractor",
        "run",
        str(folder / "in"),
        "-o",
        str(folder / "out"),
        "--llm",
        "truth",
    ]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, **settings})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    endpoint.send_signal(signal.SIGTERM)
    log = json.loads(endpoint.communicate()[0])
    manifest = json.loads((folder / "out" / "manifest.json").read_text(encoding="utf-8"))
    counts, tokens = manifest["counts"], manifest["tokens"]
    lost = (
        count
        - counts["read"]
        - counts["partial"]
        + sum(number for code, number in counts["shortfalls"].items() if code.startswith("model-"))
    )
    figure("documents", f"{counts['inputs']}, {tokens['requests']} requests")
    figure("wall time, start and end included", f"{manifest['seconds']:.1f} s")
    figure("processor time of the run", f"{processor:.1f} s, {processor / count * 1000:.0f} ms a document")
    figure("busiest second", f"{log['busiest_second']} requests")
    used, refused = log["per_second"] / LIMIT, log["statuses"].get("429", 0)
    return all(
        (
            judge("limit used", f"{used:.1%}", f"{USED:.0%}", met=used >= USED),
            judge("requests above the limit", str(refused), "0", met=refused == 0),
            judge("documents without their replies", str(lost), "0", met=lost == 0),
        )
    )
