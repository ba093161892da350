# SPDX-License-Identifier: Apache-2.0
"""Makes lines of the table from numbers that were taken round by round, as support/measure.hpp does."""

import statistics


class Failure(Exception):
    """A benchmark did not run."""


def spread_of(values):
    return {"reached": statistics.median(values), "low": min(values), "high": max(values)}


def ratio_check(row, what, unit, pairs, name, required, as_limit=False):
    """`pairs` holds (ours, theirs) of each round, and is empty where the other is absent."""
    kind = "limit" if as_limit else "peer"
    check = {"row": row, "what": what, "unit": unit, kind + "_is": name, "of": name, "sense": ">="}
    if required is not None:
        check["required"] = required
    if not pairs:
        return check | {kind: None, "note": f"not measured: {name} is absent"}
    return check | {"ours": statistics.median(ours for ours, _ in pairs), kind: statistics.median(theirs for _, theirs in pairs)} | spread_of([ours / theirs for ours, theirs in pairs])


def value_check(row, what, unit, values, sense, required, **more):
    return {"row": row, "what": what, "unit": unit, "ours": statistics.median(values), "sense": sense, "required": required} | spread_of(values) | more
