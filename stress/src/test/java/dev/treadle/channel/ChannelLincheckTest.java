package dev.treadle.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;
import org.jspecify.annotations.Nullable;

class ChannelLincheckTest {

  @Test
  void rendezvous() {
    Lincheck.runConcurrentTest(2000, () -> {
      var channel = Channel.<Integer>rendezvous();
      var got = new ArrayList<Integer>();
      var a = Thread.ofPlatform().start(() -> { channel.send(1); });
      var b = Thread.ofPlatform().start(() -> { channel.send(2); });
      got.add(channel.receive());
      got.add(channel.receive());
      try { a.join(); b.join(); } catch (InterruptedException e) { throw new AssertionError(e); }
      if (!got.equals(List.of(1,2)) && !got.equals(List.of(2,1))) throw new AssertionError(got);
    });
  }

  @Test
  void tries() {
    new ModelCheckingOptions().iterations(20).invocationsPerIteration(500).threads(2).actorsPerThread(3)
      .sequentialSpecification(Spec.class).check(Concurrent.class);
  }

  public static class Concurrent {
    private final Channel<Integer> channel = Channel.buffered(1);
    @Operation public boolean trySend(int i) { return channel.trySend(i); }
    @Operation public @Nullable Integer tryReceive() { return channel.tryReceive(); }
  }
  public static class Spec {
    private final ArrayList<Integer> list = new ArrayList<>();
    public boolean trySend(int i) { if (list.size() == 1) return false; list.add(i); return true; }
    public @Nullable Integer tryReceive() { return list.isEmpty() ? null : list.removeFirst(); }
  }
}
