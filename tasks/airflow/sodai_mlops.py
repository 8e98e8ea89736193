"""Which shop buys which product in the coming week: the weekly pipeline for Apache Airflow 3.

Each task is one `deno task stage`. With the parameter `shards`, that many mapped tasks share most
of the work of `preprocess`, `split_data`, `train_model` and `predict`, on as many workers. After
`predict`, the first page of the report is `latest/report/index.html` in the folder `outputs_dir`.
If a task has failed, remove the cause that its log names, then clear the task: the run goes on.

Settings are environment variables of the scheduler, the DAG processor and the workers, which
`README.md` beside this file explains:

- `SODAI_PROJECT`: folder of `deno.json`; by default that of this file
- `SODAI_DENO`: path of Deno; by default `deno` of the `PATH`
- `SODAI_TIME_ZONE`: zone of the schedule and of the weeks; by default UTC
- `SODAI_RETRY_SECONDS`: pause before the first retry, doubled each time; by default 300
- `SODAI_NOTIFY_URL`: webhook that gets a message when a task has failed; by default none

`SODAI_DATA_DIR`, `SODAI_OUTPUTS_DIR` and the variables of MLflow work as for every other command.
"""

from __future__ import annotations

import json
import logging
import os
import shlex
import subprocess
import urllib.request
from datetime import datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pendulum
from airflow.providers.standard.operators.branch import BaseBranchOperator
from airflow.sdk import DAG, BaseOperator, BaseSensorOperator, Param
from airflow.sdk.exceptions import AirflowException, AirflowFailException, AirflowSkipException

HERE = Path(__file__).resolve().parent
PROJECT = Path(os.environ.get("SODAI_PROJECT") or HERE.parents[1])
DENO = os.environ.get("SODAI_DENO") or "deno"
TIME_ZONE = os.environ.get("SODAI_TIME_ZONE") or "UTC"
RETRY_DELAY = timedelta(seconds=float(os.environ.get("SODAI_RETRY_SECONDS") or 300))

TABLES = ["transacciones.parquet", "clientes.parquet", "productos.parquet"]

# written from lib/config by write_params.ts
PARAMS = json.loads((HERE / "params.json").read_text())
DEFAULTS = {name: param["default"] for name, param in PARAMS.items()}
if TIME_ZONE != "UTC":
    PARAMS["time_zone"]["default"] = TIME_ZONE
PARAMS["week"]["description"] += "; empty: the week of the logical date"

# how the ids of mapped tasks end: the stage follows, and makes what is missing
SHARD = "_shard"

# after the branch
ALL, JOIN = "all_success", "none_failed_min_one_success"

# exit status of a wrong call or bad input: another try would find the same
BAD_INPUT = 2


def time_of(context) -> datetime:
    """The time that a run stands for: its Monday, also if it comes later, as in a backfill."""
    run = context["dag_run"]
    return run.logical_date or run.run_after


def week_of(context) -> str:
    """The ISO week that a run predicts."""
    year, week, _ = time_of(context).astimezone(ZoneInfo(TIME_ZONE)).isocalendar()
    return context["params"]["week"] or f"{year}-W{week:02}"


def run_id_of(context) -> str:
    """The id in outputs/runs: the same for all tasks and tries of a run of this DAG."""
    return f"{week_of(context)}_{time_of(context).astimezone(timezone.utc):%Y%m%dT%H%M%SZ}"


def flags_of(context) -> list[str]:
    """Parameters that differ from their defaults, because those depend on the preset."""
    given = {
        name: value
        for name, value in context["params"].items()
        if name in DEFAULTS and value != DEFAULTS[name]
    }
    given["week"] = week_of(context)
    flags = []
    for name, value in sorted(given.items()):
        if value is not False:
            flags.append(f"--{name.replace('_', '-')}" + ("" if value is True else f"={value}"))
    return flags


class StageMixin:
    """Runs `deno task stage` for the task id."""

    process: subprocess.Popen | None = None

    def run_stage(self, context, *more: str) -> dict:
        """Returns what the stage prints: ids and small facts."""
        words = [DENO, "task", "--quiet", "stage", self.task_id.removesuffix(SHARD)]
        words += ["--run-id", run_id_of(context), "--json", *flags_of(context), *more]
        self.log.info("%s", shlex.join(words))
        self.process = subprocess.Popen(
            words,
            cwd=PROJECT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
        )
        # Airflow itself would log all that a task writes to standard error as errors
        for line in self.process.stderr:
            self.log.info("%s", line.rstrip())
        output = self.process.stdout.read()
        status = self.process.wait()
        facts = json.loads(output) if output.strip() else {}
        self.log.info("exit status %s: %s", status, facts)
        if status == BAD_INPUT or facts.get("run_state") == "held" and status != 0:
            raise AirflowFailException(f"{self.task_id}: not tried again, see the log: {facts}")
        if status != 0:
            raise AirflowException(f"{self.task_id}: exit status {status}, see the log: {facts}")
        if facts["state"] == "skipped":
            raise AirflowSkipException(facts["reason"])
        return facts

    def on_kill(self) -> None:
        """The stage records that it was stopped, and the next try continues."""
        if self.process and self.process.poll() is None:
            self.process.terminate()


class Stage(StageMixin, BaseOperator):
    """One task of the pipeline."""

    def execute(self, context) -> dict:
        return self.run_stage(context)


class ShardNumbers(BaseOperator):
    """Returns the numbers of the shards: Airflow maps tasks over what a task returns."""

    def execute(self, context) -> list[int]:
        return list(range(1, context["params"]["shards"] + 1))


class StageShard(StageMixin, BaseOperator):
    """One of the parts into which the work of a stage is divided; without parts nothing."""

    def __init__(self, *, shard: int, **kwargs) -> None:
        super().__init__(**kwargs)
        self.shard = shard

    def execute(self, context) -> dict | None:
        shards = context["params"]["shards"]
        return None if shards == 1 else self.run_stage(context, f"--shard={self.shard}/{shards}")


class BranchingStage(StageMixin, BaseBranchOperator):
    """A task that chooses the next one, and its shards."""

    def choose_branch(self, context) -> list[str]:
        branch = self.run_stage(context)["branch"]
        return [name for name in (branch, branch + SHARD) if name in self.downstream_task_ids]


class DataSensor(BaseSensorOperator):
    """Waits until the three files are there, and were written on the Sunday before or later."""

    def poke(self, context) -> bool:
        given = context["params"]["data_dir"]
        if given == DEFAULTS["data_dir"]:
            given = os.environ.get("SODAI_DATA_DIR") or given
        if given.startswith("s3:"):
            self.log.info("%s is not watched: extract_data says what is missing", given)
            return True
        monday = datetime.strptime(f"{week_of(context)}-1", "%G-W%V-%u")
        since = (monday - timedelta(days=1)).replace(tzinfo=ZoneInfo(TIME_ZONE)).timestamp()
        paths = [PROJECT / given / name for name in TABLES]
        late = [str(path) for path in paths if not path.exists() or path.stat().st_mtime < since]
        self.log.info("late: %s", ", ".join(late) or "none")
        return not late


def tell_failure(context) -> None:
    """Tells people of a task that has failed for good."""
    text = (
        f"{context['dag'].dag_id}: {context['ti'].task_id} of run {run_id_of(context)} failed: "
        f"{context.get('exception')}. Remove the cause, then clear the task in Airflow."
    )
    logging.getLogger("airflow.task").error("%s", text)
    url = os.environ.get("SODAI_NOTIFY_URL")
    if url:
        body = json.dumps({"text": text}).encode()
        request = urllib.request.Request(url, body, {"Content-Type": "application/json"})
        urllib.request.urlopen(request, timeout=30).close()


with DAG(
    dag_id="sodai_mlops",
    description="Which shop buys which product in the coming week",
    schedule="0 9 * * MON",
    start_date=pendulum.datetime(2024, 1, 1, tz=TIME_ZONE),
    # after a pause the newest week only; earlier ones by: airflow backfill create
    catchup=False,
    max_active_runs=1,
    tags=["mlops", "drift"],
    params={name: Param(**param) for name, param in PARAMS.items()},
    default_args={
        "owner": "sodai_team",
        "retries": 3,
        "retry_delay": RETRY_DELAY,
        "retry_exponential_backoff": True,
        "on_failure_callback": tell_failure,
    },
    doc_md=__doc__,
):
    wait_for_data = DataSensor(
        task_id="wait_for_data",
        mode="reschedule",
        poke_interval=600,
        timeout=timedelta(days=5).total_seconds(),
    )
    shards = ShardNumbers(task_id="shards")
    preprocess_shard, split_data_shard, train_model_shard, predict_shard = (
        StageShard.partial(
            task_id=stage + SHARD,
            map_index_template="{{ task.shard }} of {{ params.shards }}",
            trigger_rule=rule,
        ).expand(shard=shards.output)
        for stage, rule in [
            ("preprocess", ALL),
            ("split_data", ALL),
            ("train_model", ALL),
            ("predict", JOIN),
        ]
    )
    extract_data = Stage(task_id="extract_data")
    preprocess = Stage(task_id="preprocess")
    split_data = Stage(task_id="split_data")
    drift_check = BranchingStage(task_id="drift_check")
    train_model = Stage(task_id="train_model")
    skip_training = Stage(task_id="skip_training")
    shap_analysis = Stage(task_id="shap_analysis", trigger_rule=JOIN)
    predict = Stage(task_id="predict", trigger_rule=JOIN)

    wait_for_data >> extract_data >> preprocess >> split_data >> drift_check
    drift_check >> [train_model, skip_training] >> shap_analysis >> predict
    # as soon as there is what they read, beside other stages
    extract_data >> preprocess_shard >> preprocess
    extract_data >> split_data_shard >> split_data
    drift_check >> train_model_shard >> train_model
    [train_model, skip_training] >> predict_shard >> predict
