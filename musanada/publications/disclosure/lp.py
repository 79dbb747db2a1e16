"""Linear programmes over one connected group of unknowns, by HiGHS: how large and how small may each be?

The relaxation gives an interval at least as wide as the truth, so what it encloses is enclosed. That a number is safe is
never taken from it: only from a solution in whole numbers, checked without rounding (``attacker``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PATIENCE = 2.0  # seconds for one search in whole numbers


@dataclass(frozen=True)
class Line:
    """One row over the columns of a programme."""

    columns: Sequence[int]
    coefficients: Sequence[float]
    low: float
    high: float
    number: int = -1  # of the row it comes from


@dataclass(frozen=True)
class Answer:
    """``found`` is False where no numbers fit; ``value`` is the bound of the objective."""

    found: bool
    value: float = 0.0
    numbers: "NDArray[np.float64] | None" = None


def available() -> bool:
    try:
        import highspy  # noqa: F401
        import numpy  # noqa: F401
    except ImportError:
        return False
    return True


class Program:
    """Columns between bounds, lines between them. Asked many times: only the objective changes, so each answer starts
    from the last one."""

    def __init__(
        self, lower: Sequence[float], upper: Sequence[float], lines: Sequence[Line], whole: Sequence[bool]
    ) -> None:
        import highspy

        self.whole = whole
        self.solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        self.solver.silent()
        self.solver.setOptionValue("threads", 1)
        self.solver.setOptionValue("random_seed", 1)
        self.solver.setOptionValue("presolve", "off")
        self.solver.passModel(model(lower, upper, lines))
        self.lower, self.upper = list(lower), list(upper)
        self.costs: set[int] = set()

    def ask(self, objective: Mapping[int, float], *, most: bool) -> Answer:
        import highspy
        import numpy as np

        costs = dict.fromkeys(self.costs - objective.keys(), 0.0) | dict(objective)
        columns, values = np.array(list(costs), dtype=np.int32), np.array(list(costs.values()), dtype=float)
        self.solver.changeColsCost(len(costs), columns, values)
        self.costs = set(objective)
        sense = highspy.ObjSense.kMaximize if most else highspy.ObjSense.kMinimize
        self.solver.changeObjectiveSense(sense)
        return self.run()

    def run(self) -> Answer:
        import highspy
        import numpy as np

        self.solver.run()
        status = self.solver.getModelStatus()
        if status not in {highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kTimeLimit}:
            return Answer(False)
        numbers = np.array(self.solver.getSolution().col_value)
        if not len(numbers) or not self.solver.getInfo().primal_solution_status:
            return Answer(False)
        return Answer(True, float(self.solver.getInfo().objective_function_value), numbers)

    def whole_ask(
        self, objective: Mapping[int, float], *, most: bool, bounds: Mapping[int, tuple[float, float]]
    ) -> Answer:
        """The same in whole numbers, with some columns between closer bounds; gives up after ``PATIENCE``."""
        import numpy as np

        columns = np.arange(len(self.whole), dtype=np.int32)
        for column, (low, high) in bounds.items():
            self.solver.changeColBounds(column, low, high)
        # 0 and 1: continuous and whole (highspy.HighsVarType).
        self.solver.changeColsIntegrality(len(columns), columns, np.array(self.whole, dtype=np.uint8))
        self.solver.setOptionValue("time_limit", self.solver.getRunTime() + PATIENCE)
        self.solver.setOptionValue("presolve", "on")
        try:
            return self.ask(objective, most=most)
        finally:
            self.solver.setOptionValue("presolve", "off")
            self.solver.setOptionValue("time_limit", float("inf"))
            self.solver.changeColsIntegrality(len(columns), columns, np.zeros(len(columns), dtype=np.uint8))
            for column in bounds:
                self.solver.changeColBounds(column, self.lower[column], self.upper[column])


def model(lower: Sequence[float], upper: Sequence[float], lines: Sequence[Line]) -> Any:
    import highspy
    import numpy as np

    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(lower), len(lines)
    lp.col_cost_ = np.zeros(len(lower))
    lp.col_lower_, lp.col_upper_ = np.array(lower, dtype=float), np.array(upper, dtype=float)
    lp.row_lower_ = np.array([line.low for line in lines], dtype=float)
    lp.row_upper_ = np.array([line.high for line in lines], dtype=float)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line.columns))
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.array(starts, dtype=np.int32)
    lp.a_matrix_.index_ = np.array([c for line in lines for c in line.columns], dtype=np.int32)
    lp.a_matrix_.value_ = np.array([v for line in lines for v in line.coefficients], dtype=float)
    return lp
