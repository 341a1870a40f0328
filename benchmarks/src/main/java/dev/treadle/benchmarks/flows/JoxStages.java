package dev.treadle.benchmarks.flows;

import com.softwaremill.jox.Channel;
import com.softwaremill.jox.ChannelDone;
import com.softwaremill.jox.Source;
import dev.treadle.benchmarks.Operations;
import dev.treadle.benchmarks.flows.Elements.Arrivals;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Jox' channels between virtual threads, one for each stage. That is what `buffer` makes of a Jox
/// flow, less what the flow itself costs: this is no slower than `map` and `buffer` there.
final class JoxStages {

  private JoxStages() {}

  public static void main(String[] words) throws Exception {
    Work.report(words, works());
  }

  static Map<Work, Operations> works() {
    return Map.of(Work.BUFFERED, JoxStages::buffered);
  }

  private static long buffered(int count) throws Exception {
    var first = Channel.<Integer>newBufferedChannel(Elements.ROOM);
    start(
        first,
        () -> {
          for (var element : Elements.ints(count)) {
            first.send(element + 1);
          }
        });
    var last = stage(stage(stage(stage(first, i -> i + 1), i -> i + 1), i -> i + 1), i -> i + 1);
    var arrivals = new Arrivals(Elements.STAGES);
    eachOf(last, arrivals::accept);
    return arrivals.count();
  }

  private static Source<Integer> stage(Source<Integer> before, UnaryOperator<Integer> map) {
    var out = Channel.<Integer>newBufferedChannel(Elements.ROOM);
    start(out, () -> eachOf(before, element -> out.send(map.apply(element))));
    return out;
  }

  private static void start(Channel<Integer> out, Stage stage) {
    Thread.startVirtualThread(() -> {
      try {
        stage.run();
        out.done();
      } catch (Exception failure) {
        out.error(failure);
      }
    });
  }

  private static void eachOf(Source<Integer> source, Sink sink) throws Exception {
    while (true) {
      switch (source.receiveOrClosed()) {
        case Integer element -> sink.accept(element);
        case ChannelDone _ -> {
          return;
        }
        case Object other -> throw new AssertionError("expected an element, got " + other);
      }
    }
  }

  /// What a thread does.
  private interface Stage {
    void run() throws Exception;
  }

  /// Where elements go.
  private interface Sink {
    void accept(Integer element) throws Exception;
  }
}
