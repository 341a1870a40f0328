package dev.treadle.benchmarks.channels;

import dev.treadle.benchmarks.Operations;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;

/// Elements on their way through a contender's [Pipe]. Starting the tasks and awaiting their end is
/// part of a round.
///
/// @param pipes makes one of a capacity
/// @param tasks runs producers and consumers
record Traffic(IntFunction<Pipe> pipes, Tasks tasks) {

  static final String PINGPONG = "PINGPONG-";

  private static final Integer ONE = 1;

  /// Returns the way through a row: a [Mix], or a ping-pong over two pipes of a capacity.
  Operations row(String word) {
    return word.startsWith(PINGPONG)
        ? trips -> pingPong(Integer.parseInt(word.substring(PINGPONG.length())), trips)
        : elements -> send(Mix.parse(word), elements);
  }

  private long send(Mix mix, int elements) throws Exception {
    var pipe = pipes.apply(mix.capacity());
    var received = new LongAdder();
    var bodies = new ArrayList<Body>();
    for (int i = 0; i < mix.producers(); i++) {
      bodies.add(() -> produce(pipe, elements / mix.producers()));
    }
    for (int i = 0; i < mix.consumers(); i++) {
      bodies.add(() -> received.add(consume(pipe, elements / mix.consumers())));
    }
    tasks.together(bodies);
    return received.sum();
  }

  private static void produce(Pipe pipe, int elements) throws Exception {
    for (int i = 0; i < elements; i++) {
      pipe.send(ONE);
    }
  }

  private static long consume(Pipe pipe, int elements) throws Exception {
    long sum = 0;
    for (int i = 0; i < elements; i++) {
      sum += pipe.receive();
    }
    return sum;
  }

  private long pingPong(int capacity, int trips) throws Exception {
    var there = pipes.apply(capacity);
    var back = pipes.apply(capacity);
    var returned = new LongAdder();
    tasks.together(
        List.of(() -> returned.add(serve(there, back, trips)), () -> play(there, back, trips)));
    return returned.sum();
  }

  private static long serve(Pipe there, Pipe back, int trips) throws Exception {
    long sum = 0;
    for (int i = 0; i < trips; i++) {
      there.send(ONE);
      sum += back.receive();
    }
    return sum;
  }

  private static void play(Pipe in, Pipe out, int trips) throws Exception {
    for (int i = 0; i < trips; i++) {
      out.send(in.receive());
    }
  }
}
