# SPDX-License-Identifier: Apache-2.0
"""The table that people read."""


def is_met(check):
    """True or False; None where nothing is required, or nothing was measured."""
    if check.get("required") is None:
        return None
    if check.get("reached") is None:
        return None
    return check["reached"] >= check["required"] if check["sense"] == ">=" else check["reached"] <= check["required"]


def number(value):
    """Three digits or so."""
    if value == int(value) and abs(value) < 1e5:
        return str(int(value))
    if abs(value) >= 100:
        return f"{value:.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}" if abs(value) >= 0.1 else f"{value:.2g}"


def amount(check, which):
    value, name = check.get(which), check.get(which + "_is", "")
    if value is None:
        return f"absent: {name}" if name and which + "_is" in check else ""
    return f"{number(value)}{' ' + check['unit'] if which == 'ours' else ''} {name}".strip()


def cells(check):
    reached = check.get("reached")
    if reached is None:
        shown = ""
    else:
        shown = number(reached) + ("" if not check.get("of") else " x")
        if check["low"] != check["high"]:
            shown += f" [{number(check['low'])}, {number(check['high'])}]"
    required = check.get("required")
    verdict = {True: "ok", False: "NOT", None: "not measured" if required is not None or "failed" in check["what"] else ""}[is_met(check)]
    return [check["row"], check["what"], amount(check, "ours"), amount(check, "limit"), amount(check, "peer"), shown, check.get("of", ""),
            "" if required is None else f"{check['sense']} {number(required)}", verdict]


def text(about, quick, checks):
    rows = [["row", "what", "ours", "limit", "peer", "reached [lowest, highest]", "of", "required", ""]] + [cells(check) for check in checks]
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = [f"{about['processor']}, {about['cpus']} CPUs, {about['system']}, load {about['load_before']} at the start{', QUICK: not to be quoted' if quick else ''}", ""]
    for at, row in enumerate(rows):
        lines.append("  ".join(cell.rjust(width) if which == 0 else cell.ljust(width) for which, (cell, width) in enumerate(zip(row, widths))).rstrip())
        if at == 0:
            lines.append("  ".join("-" * width for width in widths))
    notes = [f"row {check['row']}, {check['what']}: {check['note']}" for check in checks if check.get("note")]
    return "\n".join(lines + ([""] + notes if notes else []))
