package dev.treadle.examples.timeline;

import java.time.Duration;
import java.util.Locale;

/// Draws a timeline as an HTML page.
///
/// It asks no network for anything, and its policy forbids it to. It is a table, so that it can be
/// read without being seen; the bars stand in a column of it.
final class TimelinePage {

  private static final int GRID = 4;

  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <title>%1$s: timeline</title>
      <style>
      :root {
        --page: #ffffff; --text: #1b1f24; --quiet: #59636e; --line: #d8dee4; --row: #f6f8fa;
        --returned: #1a7f64; --ended: #57606a; --cancelled: #9a6700; --failed: #c4242b;
        --tip: #1b1f24; --on-tip: #ffffff;
      }
      @media (prefers-color-scheme: dark) {
        :root {
          --page: #0f1419; --text: #e6e9ed; --quiet: #9ba5b0; --line: #2f3740; --row: #171d24;
          --returned: #3fb68b; --ended: #8b95a1; --cancelled: #d9a520; --failed: #ff6b6b;
          --tip: #e6e9ed; --on-tip: #0f1419;
        }
      }
      body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
      main { max-width: 76rem; margin: 0 auto; padding: 2rem 1.25rem 3rem; }
      h1 { font-size: 1.4rem; margin: 0; }
      p { color: var(--quiet); margin: .25rem 0 1.5rem; }
      .scroll { overflow-x: auto; }
      table { border-collapse: collapse; width: 100%%; font-variant-numeric: tabular-nums; }
      th, td { text-align: left; font-weight: normal; padding: .3rem .75rem .3rem 0; white-space: nowrap; }
      thead th { color: var(--quiet); border-bottom: 1px solid var(--line); }
      tbody tr:nth-child(even) { background: var(--row); }
      tbody th { font-family: ui-monospace, monospace; font-size: .9em; padding-left: .5rem; }
      .time { width: 60%%; min-width: 18rem; }
      .axis { display: flex; justify-content: space-between; }
      .track { position: relative; height: 1.1rem; }
      .bar { position: absolute; top: 0; bottom: 0; min-width: 4px; border-radius: 3px; background: var(--ended); }
      .bar:focus-visible { outline: 2px solid var(--text); outline-offset: 2px; }
      .bar.returned { background: var(--returned); }
      .bar.failed { background: var(--failed); }
      .bar.cancelled {
        background: repeating-linear-gradient(135deg, var(--cancelled) 0 6px, transparent 6px 9px), var(--line);
      }
      .tip {
        visibility: hidden; position: absolute; z-index: 1; left: 0; bottom: calc(100%% + 6px);
        padding: .25rem .6rem; border-radius: 4px; background: var(--tip); color: var(--on-tip); font-size: .85rem;
      }
      .right .tip { left: auto; right: 0; }
      tbody tr:first-child .tip { bottom: auto; top: calc(100%% + 6px); }
      .bar:hover .tip, .bar:focus-visible .tip { visibility: visible; }
      td.failed { color: var(--failed); }
      td.cancelled { color: var(--cancelled); }
      </style>
      </head>
      <body>
      <main>
      <h1>%1$s</h1>
      <p>%2$s</p>
      <div class="scroll">
      <table>
      <thead>
      <tr><th scope="col">Task</th><th scope="col" class="time">%3$s</th><th scope="col">From</th><th scope="col">To</th><th scope="col">Ended</th></tr>
      </thead>
      <tbody>
      """;

  private static final String ROW =
      """
      <tr><th scope="row">%1$s</th>\
      <td class="time"><div class="track"><span class="bar %2$s" style="left:%3$s%%;width:%4$s%%" role="img" tabindex="0" aria-label="%5$s">\
      <span class="tip" aria-hidden="true">%1$s: %5$s</span></span></div></td>\
      <td>%6$s</td><td>%7$s</td><td class="%8$s">%9$s</td></tr>
      """;

  private static final String FOOT =
      """
      </tbody>
      </table>
      </div>
      </main>
      </body>
      </html>
      """;

  private TimelinePage() {}

  static String of(Timeline timeline) {
    var page =
        new StringBuilder(
            HEAD.formatted(escaped(timeline.title()), summary(timeline), axis(timeline)));
    timeline.spans().forEach(span -> page.append(row(span, timeline.duration())));
    return page.append(FOOT).toString();
  }

  private static String summary(Timeline timeline) {
    int count = timeline.spans().size();
    return "%d %s in %s."
        .formatted(count, count == 1 ? "task" : "tasks", Span.seconds(timeline.duration()));
  }

  private static String axis(Timeline timeline) {
    var axis = new StringBuilder("<span class=\"axis\">");
    for (int i = 0; i <= GRID; i++) {
      var at = timeline.duration().multipliedBy(i).dividedBy(GRID);
      axis.append("<span>").append(Span.seconds(at)).append("</span>");
    }
    return axis.append("</span>").toString();
  }

  private static String row(Span span, Duration whole) {
    double left = percent(span.from(), whole);
    double right = percent(span.to(), whole);
    var word = span.ending().word();
    return ROW.formatted(
        escaped(span.path()),
        left > 50 ? word + " right" : word,
        decimal(left),
        decimal(right - left),
        escaped(span.times() + ", " + span.ending().text()),
        Span.seconds(span.from()),
        Span.seconds(span.to()),
        word,
        escaped(span.ending().text()));
  }

  private static double percent(Duration time, Duration whole) {
    return whole.isZero() ? 0 : 100.0 * time.toNanos() / whole.toNanos();
  }

  private static String decimal(double number) {
    return String.format(Locale.ROOT, "%.2f", number);
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
