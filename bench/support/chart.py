# SPDX-License-Identifier: Apache-2.0
"""The chart: bars of our number beside its limit and its peer. Plain SVG, readable on light and on dark ground."""

from html import escape

from table import is_met, number

WIDTH, LEFT, BARS, THICK, GAP = 1000, 330, 430, 13, 14

STYLE = """
    text { font: 12px system-ui, sans-serif; fill: #24292f }
    .title { font-size: 15px; font-weight: 600 } .small { font-size: 11px; fill: #57606a }
    .ours { fill: #0969da } .limit { fill: #8c959f } .peer { fill: #bf8700 } .met { fill: #1a7f37 } .missed { fill: #cf222e }
    @media (prefers-color-scheme: dark) {
        text { fill: #e6edf3 } .small { fill: #9198a1 }
        .ours { fill: #4493f8 } .limit { fill: #6e7681 } .peer { fill: #d29922 } .met { fill: #3fb950 } .missed { fill: #f85149 }
    }
"""


def bars_of(check):
    """(class, value, name) of each bar; a requirement in the unit itself is drawn as the limit."""
    bars = [("ours", check["ours"], "spate")]
    if check.get("limit") is not None:
        bars.append(("limit", check["limit"], check["limit_is"]))
    elif not check.get("of") and check.get("required"):
        bars.append(("limit", check["required"], "allowed"))
    if check.get("peer") is not None:
        bars.append(("peer", check["peer"], check["peer_is"]))
    return bars


def group(check, top):
    lines, bars = [], bars_of(check)
    largest = max(value for _, value, _ in bars) or 1
    lines.append(f'<text x="{LEFT - 12}" y="{top + 11}" text-anchor="end">{escape(check["what"])}</text>')
    lines.append(f'<text class="small" x="{LEFT - 12}" y="{top + 25}" text-anchor="end">row {escape(check["row"])}</text>')
    for at, (kind, value, name) in enumerate(bars):
        y, length = top + at * (THICK + 2), max(1, value / largest * BARS)
        lines.append(f'<rect class="{kind}" x="{LEFT}" y="{y}" width="{length:.1f}" height="{THICK}" rx="2"/>')
        unit = f' {check["unit"]}' if at == 0 else ""
        lines.append(f'<text class="small" x="{LEFT + length + 6:.1f}" y="{y + 11}">{escape(number(value) + unit)} {escape(name)}</text>')
    met = is_met(check)
    if met is not None:
        reached = f'{number(check["reached"])}{" x" if check.get("of") else ""} ({check["sense"]} {number(check["required"])})'
        lines.append(f'<text class="{"met" if met else "missed"}" x="{WIDTH - 12}" y="{top + 11}" text-anchor="end">{escape(reached)} {"ok" if met else "NOT"}</text>')
    return lines, len(bars) * (THICK + 2)


def draw(about, quick, checks):
    body, top = [], 66
    for check in checks:
        if check.get("ours") is None or check.get("unit") == "calls":
            continue
        lines, height = group(check, top)
        body += lines
        top += max(height, 28) + GAP
    head = f'{about["processor"]}, {about["cpus"]} CPUs, {about["system"]}, {about["date"]}' + (" (quick run: not to be quoted)" if quick else "")
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top}" width="{WIDTH}" height="{top}" role="img" aria-label="spate beside its limits and peers">',
        f"<style>{STYLE}</style>",
        '<text class="title" x="12" y="24">spate beside its limits and peers</text>',
        f'<text class="small" x="12" y="44">{escape(head)}; each group has its own scale</text>',
        *body, "</svg>", ""])
