"""Another take of the offline writer tells something else, or says that there is nothing else."""

import conftest as writing
import pytest

from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.writing.offline.writer import has_other_plan, write_plan
from vidpipe_assets.writing.plan_checks import check_plan
