package dev.treadle.io;

import static dev.treadle.Treadle.gather;
import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.TaskGroup;
import dev.treadle.seam.Network;
import dev.treadle.seam.World;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class DnsTest {

  private static final InetAddress ONE = InetAddress.ofLiteral("192.0.2.1");
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final AtomicInteger lookups = new AtomicInteger();

  private final Gate gate = new Gate();

  /// Who waits at it cannot be interrupted, as in the system's look-up.
  private static final class Gate {

    private final CountDownLatch opened = new CountDownLatch(1);

    private void open() {
      opened.countDown();
    }

    private void await() {
      boolean interrupted = false;
      while (opened.getCount() > 0) {
        try {
          opened.await();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// The thread that looked up last.
  private final AtomicReference<Thread> asker = new AtomicReference<>();

  @Test
  void aLiteralIsItsOwnAddress() throws IOException {
    var dns = Dns.create(settings -> settings);

    assertThat(dns.resolve("192.0.2.1")).containsExactly(ONE);
    assertThat(dns.resolve("::1")).containsExactly(InetAddress.ofLiteral("::1"));
    assertThat(dns.resolve("[::1]")).containsExactly(InetAddress.ofLiteral("::1"));
  }

  @Test
  void anOverrideIsNotLookedUpWhateverItsCase() throws IOException {
    var dns = Dns.create(settings -> settings.withOverride("API.example.com", ONE));

    assertThat(dns.resolve("api.EXAMPLE.com")).containsExactly(ONE);
  }

  @TreadleTest
  void inASimulationTheSimulatedNetworkIsAsked(Simulation simulation) throws IOException {
    var db = simulation.network().host("db");

    assertThat(Dns.system().resolve("db")).containsExactly(db.address());
    assertThatThrownBy(() -> Dns.system().resolve("nobody"))
        .isInstanceOf(UnknownHostException.class);
  }

  @TreadleTest
  void anAnswerIsRememberedForItsTime() throws IOException {
    var dns = Dns.create(settings -> settings.withTtl(SECOND));
    var world = world(Duration.ZERO);

    dns.remembered(world, "host");
    sleep(SECOND.minusNanos(1));
    dns.remembered(world, "host");
    assertThat(lookups).hasValue(1);

    sleep(Duration.ofNanos(1));
    dns.remembered(world, "host");
    assertThat(lookups).hasValue(2);
  }

  @TreadleTest
  void thatANameHasNoAddressIsRememberedForItsTime() {
    var dns = Dns.create(settings -> settings.withFailureTtl(SECOND));
    var world = world(Duration.ZERO);

    assertUnknown(dns, world);
    assertUnknown(dns, world);
    assertThat(lookups).hasValue(1);

    sleep(SECOND);
    assertUnknown(dns, world);
    assertThat(lookups).hasValue(2);
  }

  private static void assertUnknown(Dns dns, World world) {
    assertThatThrownBy(() -> dns.remembered(world, "nobody"))
        .isInstanceOf(UnknownHostException.class)
        .hasMessage("the name 'nobody' has no address");
  }

  @TreadleTest
  void thoseWhoAskAtTheSameTimeShareOneLookUp(Simulation simulation) {
    var dns = Dns.create(settings -> settings);
    var world = world(SECOND);

    gather(List.of(1, 2, 3), _ -> dns.remembered(world, "host"));

    assertThat(lookups).hasValue(1);
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
  }

  /// Also who comes just when the look-up ends.
  @TreadleTest(explore = 2_000, racePoints = "dev.treadle.io")
  void anAnswerThatIsToBeRememberedIsLookedUpOnce() {
    var dns = Dns.create(settings -> settings);
    var world = world(Duration.ZERO);
    int before = lookups.get();

    gather(List.of(1, 2, 3), _ -> dns.remembered(world, "host"));

    assertThat(lookups.get() - before).isEqualTo(1);
  }

  @TreadleTest
  void ifTheOneWhoAskedIsCancelledTheNextOneAsks() throws IOException {
    var dns = Dns.create(settings -> settings);
    var world = world(SECOND);

    assertThat(moveOnAfter(SECOND.dividedBy(2), () -> dns.remembered(world, "host"))).isEmpty();

    assertThat(dns.remembered(world, "host")).containsExactly(ONE);
    assertThat(lookups).hasValue(2);
  }

  @TreadleTest(explore = 2_000)
  void everybodyElseIsAnsweredWhoeverIsCancelled() {
    var dns = Dns.create(settings -> settings.withTtl(Duration.ZERO));
    var world = world(SECOND);
    var answered = new AtomicInteger();
    TaskGroup.run(group -> {
      var impatient = group.start(() -> dns.remembered(world, "host"));
      for (int i = 0; i < 3; i++) {
        group.start(() -> answered.addAndGet(dns.remembered(world, "host").size()));
      }
      group.start(() -> impatient.cancel("enough"));
    });

    assertThat(answered).hasValue(3);
    assertThat(lookups.get()).isLessThanOrEqualTo(3);
  }

  @TreadleTest(realTime = true)
  void aNameServerThatIsSlowHasOneThreadForANameHoweverManyGiveUp() throws IOException {
    var dns = Dns.create(settings -> settings);
    var slow = world(gate::await);
    for (int i = 0; i < 100; i++) {
      assertThat(moveOnAfter(Duration.ofMillis(1), () -> dns.remembered(slow, "host"))).isEmpty();
    }
    TaskGroup.run(group -> {
      var patient = group.start(() -> dns.remembered(slow, "host"));
      gate.open();

      assertThat(patient.await()).containsExactly(ONE);
    });
    assertThat(lookups).hasValue(1);
  }

  @TreadleTest(realTime = true)
  void anAnswerThatComesWhenNobodyWaitsIsRemembered() throws Exception {
    var dns = Dns.create(settings -> settings);
    var slow = world(gate::await);
    for (var name : List.of("host", "nobody")) {
      assertThat(moveOnAfter(Duration.ofMillis(50), () -> dns.remembered(slow, name))).isEmpty();
    }

    gate.open();

    assertThat(dns.remembered(slow, "host")).containsExactly(ONE);
    assertUnknown(dns, slow);
    assertThat(lookups).hasValue(2);
  }

  @TreadleTest
  void noMoreNamesAreRememberedThanItMay() throws IOException {
    var dns = Dns.create(settings -> settings.withMaxNames(1));
    var world = world(Duration.ZERO);

    dns.remembered(world, "host");
    dns.remembered(world, "other");
    dns.remembered(world, "other");
    dns.remembered(world, "host");

    assertThat(lookups).hasValue(3);
  }

  @TreadleTest
  void clearingForgets() throws IOException {
    var dns = Dns.create(settings -> settings);
    var world = world(Duration.ZERO);

    dns.remembered(world, "host");
    dns.clear();
    dns.remembered(world, "host");

    assertThat(lookups).hasValue(2);
  }

  @TreadleTest
  void anAnswerMayBeRememberedForEver() throws IOException {
    var forever = Duration.ofSeconds(Long.MAX_VALUE);
    var dns = Dns.create(settings -> settings.withTtl(forever).withFailureTtl(forever));
    var world = world(Duration.ZERO);
    dns.remembered(world, "host");
    assertUnknown(dns, world);

    sleep(Duration.ofDays(10_000));

    dns.remembered(world, "host");
    assertUnknown(dns, world);
    assertThat(lookups).hasValue(2);
  }

  @Test
  void anEmptyNameIsNobodys() {
    assertThatThrownBy(() -> Dns.system().resolve(""))
        .isInstanceOf(UnknownHostException.class)
        .hasMessage("expected the name of a host, found an empty one");
  }

  @TreadleTest
  void whoIsCancelledLeavesTheLookUpToItsThread(Simulation simulation) throws IOException {
    var dns = Dns.create(settings -> settings);
    var world = world(SECOND.multipliedBy(10));

    assertThat(moveOnAfter(SECOND, () -> dns.remembered(world, "host"))).isEmpty();

    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
  }

  @TreadleTest(realTime = true)
  void theSystemIsAskedOnAThreadThatIsNoCarrier() throws IOException {
    var dns = Dns.create(settings -> settings);

    dns.remembered(world(Duration.ZERO), "host");

    assertThat(asker.get()).isNotNull();
    assertThat(asker.get().isVirtual()).isFalse();
  }

  @Test
  void settingsThatMakeNoSenseAreMistakes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dns.create(settings -> settings.withTtl(Duration.ofSeconds(-1))))
        .withMessage("ttl: expected no negative duration, found PT-1S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dns.create(settings -> settings.withMaxNames(0)))
        .withMessage("maxNames: expected at least 1, found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dns.create(settings -> settings.withOverride("host")))
        .withMessage("addresses: expected at least one for 'host'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DnsSettings(SECOND, SECOND, 1, Map.of("host", List.of())))
        .withMessage("addresses: expected at least one for 'host'");
  }

  /// The world as it is, but for a network that takes its time and counts.
  private World world(Duration takes) {
    return world(() -> sleep(takes));
  }

  private World world(Runnable waits) {
    var here = World.current();
    return proxy(World.class, here, "network", _ -> network(here.network(), waits));
  }

  private Network network(Network real, Runnable waits) {
    return proxy(
        Network.class,
        real,
        "resolve",
        host -> {
          lookups.incrementAndGet();
          asker.set(Thread.currentThread());
          waits.run();
          if (host.equals("nobody")) {
            throw new UnknownHostException("nobody");
          }
          return List.of(ONE);
        });
  }

  private interface Answer {
    Object to(Object argument) throws Exception;
  }

  private static <T> T proxy(Class<T> type, T real, String method, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, called, arguments) -> {
              if (called.getName().equals(method)) {
                return answer.to(arguments == null ? "" : arguments[0]);
              }
              try {
                return called.invoke(real, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            }));
  }
}
