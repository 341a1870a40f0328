package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Date;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VirtualClockTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /// Every way of the JDK to ask what time it is.
  @SuppressWarnings({"ImmutableEnumChecker", "JavaUtilDate", "JavaTimeDefaultTimeZone"})
  enum TimeOfDay {
    CURRENT_TIME_MILLIS(() -> Instant.ofEpochMilli(System.currentTimeMillis())),
    INSTANT(Instant::now),
    LOCAL_DATE_TIME(() -> LocalDateTime.now(ZoneOffset.UTC).toInstant(ZoneOffset.UTC)),
    ZONED_DATE_TIME(() -> ZonedDateTime.now(ZoneId.of("Europe/Berlin")).toInstant()),
    CLOCK_UTC(() -> Clock.systemUTC().instant()),
    CLOCK_MILLIS(() -> Instant.ofEpochMilli(Clock.systemUTC().millis())),
    CLOCK_DEFAULT_ZONE(() -> Clock.systemDefaultZone().instant()),
    INSTANT_SOURCE(() -> InstantSource.system().instant()),
    INSTANT_SOURCE_MILLIS(() -> Instant.ofEpochMilli(InstantSource.system().millis())),
    CLOCK_TICK(() -> Clock.tickSeconds(ZoneOffset.UTC).instant()),
    DATE(() -> new Date().toInstant()),
    CALENDAR(() -> Calendar.getInstance().toInstant());

    private final Supplier<Instant> read;

    TimeOfDay(Supplier<Instant> read) {
      this.read = read;
    }
  }

  @ParameterizedTest
  @EnumSource
  void theTimeOfDayIsVirtual(TimeOfDay clock) {
    Simulation.run(_ -> {
      assertThat(clock.read.get()).isEqualTo(START);
      Thread.sleep(Duration.ofDays(400));
      assertThat(clock.read.get()).isEqualTo(START.plus(Duration.ofDays(400)));
    });
  }

  @ParameterizedTest
  @EnumSource
  void outsideASimulationTheTimeOfDayIsReal(TimeOfDay clock) {
    var real = ProcessHandle.current().info().startInstant().orElseThrow();

    assertThat(clock.read.get()).isBetween(real.minusSeconds(60), real.plus(Duration.ofHours(2)));
  }

  @TreadleTest
  void nanoTimeIsVirtualToTheNanosecond() throws InterruptedException {
    long before = System.nanoTime();
    Thread.sleep(Duration.ofNanos(12_345));

    assertThat(System.nanoTime() - before).isEqualTo(12_345);
  }

  @TreadleTest
  void aMethodReferenceToAClockIsVirtualToo() throws InterruptedException {
    LongSupplier ticker = System::nanoTime;
    LongSupplier millis = System::currentTimeMillis;
    long before = ticker.getAsLong();
    Thread.sleep(5);

    assertThat(ticker.getAsLong() - before).isEqualTo(5_000_000);
    assertThat(millis.getAsLong()).isEqualTo(START.toEpochMilli() + 5);
  }

  @TreadleTest
  void codeThatTakesNoTimeSeesNone() {
    var first = Instant.now();
    for (int i = 0; i < 1000; i++) {
      Thread.yield();
    }

    assertThat(Instant.now()).isEqualTo(first);
  }

  @Test
  void outsideASimulationNanoTimeGoesOn() {
    long first = System.nanoTime();
    long next = System.nanoTime();
    while (next == first) {
      next = System.nanoTime();
    }

    assertThat(next).isGreaterThan(first);
  }
}
