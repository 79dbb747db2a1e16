"""The same model on Spark: pairs compared by the same SQL and scored by Splink's Spark backend.

An optional extra. Preparing, blocking and grouping are what one machine does in a minute; comparing and scoring is what grows,
and is what runs in parallel here, in worker processes of their own where that starts (``local-cluster``), else in threads.
"""

# ruff: noqa: S608  statements are put together from constants of this package
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import Refused
from musanada.linkage.twins.compare import COMPARED, LEVELS, compared_sql
from musanada.linkage.twins.model import Probabilities, quiet, settings
from musanada.linkage.twins.run import Engine, Outcome

MASTERS = ("local-cluster[2,1,1024]", "local[2]")
PRIOR = 0.5  # Splink's weights are wanted, the prior comes after: at even odds it adds nothing


def installed() -> bool:
    from importlib.util import find_spec

    return find_spec("pyspark") is not None


@contextmanager
def spark_engine(out: Outcome) -> Iterator[Engine]:
    """An engine that compares on Spark; it is started once and stopped at the end."""
    if not installed():
        raise Refused(
            _(
                "Spark n’est pas installé. Installez le supplément : pip install 'musanada[spark]' (et Java 17), ou "
                "relancez avec --engine duckdb."
            )
        )
    with tempfile.TemporaryDirectory(prefix="musanada-spark-") as place:
        with out.step("start"):
            spark, master = started(Path(place))
        out.engine = f"Spark {spark.version}, {master}"
        try:
            yield lambda con, m, u: compare(con, spark, Path(place), m, u)
        finally:
            spark.stop()


def started(place: Path) -> tuple[Any, str]:
    """A session, bound to this machine only, without pages of its own; the first master that can run a job."""
    from pyspark.sql import SparkSession  # type: ignore[import-not-found, unused-ignore]

    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    problem: Exception | None = None
    for master in MASTERS:
        builder = SparkSession.builder.master(master).appName("musanada")
        for key, value in {
            "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1", "spark.ui.enabled": "false",
            "spark.sql.shuffle.partitions": "4", "spark.driver.memory": "1g", "spark.executor.memory": "1g",
            "spark.local.dir": str(place), "spark.sql.warehouse.dir": str(place / "warehouse"),
            "spark.sql.ansi.enabled": "false", "spark.log.level": "ERROR",
        }.items():  # fmt: skip
            builder = builder.config(key, value)
        try:
            spark = builder.getOrCreate()
            spark.range(10).repartition(2).count()
        except Exception as wrong:  # Java, memory or the sandbox: whatever it is, the next master may start
            problem = wrong
            stop_any()
            continue
        spark.sparkContext.setCheckpointDir(str(place / "checkpoints"))
        return spark, master
    raise Refused(
        _(
            "Spark ne démarre pas (%(kind)s) : vérifiez que Java 17 est installé, ou relancez avec --engine duckdb."
        )
        % {"kind": type(problem).__name__}
    )


def stop_any() -> None:
    from pyspark.sql import SparkSession  # type: ignore[import-not-found, unused-ignore]

    if (active := SparkSession.getActiveSession()) is not None:
        active.stop()


def on_spark(sql: str) -> str:
    """The SQL of ``compare`` as Spark says it."""
    return re.sub(r"\b(CASE .*?)::TINYINT", r"\1", sql).replace("::TINYINT", "")


def compare(con: Any, spark: Any, place: Path, m: Probabilities, u: Probabilities) -> None:
    """``weighed`` by way of Parquet files: what is compared goes out, weights come back."""
    columns = ", ".join(("rid", *COMPARED))
    con.execute(f"COPY (SELECT {columns} FROM people) TO '{place}/people.parquet' (FORMAT parquet)")
    con.execute(f"COPY pairs TO '{place}/pairs.parquet' (FORMAT parquet)")
    for name in ("people", "pairs"):
        spark.read.parquet(f"{place}/{name}.parquet").createOrReplaceTempView(name)
    fields = ", ".join(LEVELS)
    spark.sql(
        f"""SELECT monotonically_increasing_id() AS pair, l, r, {fields} FROM ({on_spark(compared_sql("pairs"))})"""
    ).write.mode("overwrite").parquet(f"{place}/levels")
    levels = spark.read.parquet(f"{place}/levels")
    levels.createOrReplaceTempView("levels")
    records = spark.sql(
        "SELECT 2 * pair + s AS record, levels.* FROM levels CROSS JOIN (SELECT explode(array(0, 1)) AS s)"
    )
    predicted = predicted_by_splink(spark, records, m, u)
    predicted.select("l_l", "r_l", "match_weight").write.mode("overwrite").parquet(f"{place}/weights")
    con.execute(f"CREATE TABLE levels AS SELECT l, r, {fields} FROM '{place}/levels/*.parquet'")
    con.execute(
        f"""CREATE TABLE weighed AS SELECT v.*, w.match_weight::FLOAT AS w FROM levels v
            JOIN '{place}/weights/*.parquet' w ON w.l_l = v.l AND w.r_l = v.r"""
    )


def predicted_by_splink(spark: Any, records: Any, m: Probabilities, u: Probabilities) -> Any:
    from splink import Linker
    from splink.backends.spark import SparkAPI

    backend: Any = SparkAPI
    with quiet():
        linker = Linker([backend(spark_session=spark).register(records)], settings(m, u, PRIOR))
        return linker.inference.predict().as_spark_dataframe()
