package dev.treadle.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.monitor.Hogs.Mounted;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HogsTest {

  private final Thread one = new Thread("one");
  private final Thread two = new Thread("two");
  private final Hogs hogs = new Hogs(3);

  @Test
  void aTaskThatIsOnItsCarrierInEverySampleIsReportedOnce() {
    var sample = List.of(new Mounted(one, "w1"));

    assertThat(hogs.observe(sample)).isEmpty();
    assertThat(hogs.observe(sample)).isEmpty();
    assertThat(hogs.observe(sample)).containsExactly(one);
    assertThat(hogs.observe(sample)).isEmpty();
  }

  @Test
  void tasksThatTakeTurnsAreBusyAndFair() {
    for (int i = 0; i < 10; i++) {
      assertThat(hogs.observe(List.of(new Mounted(i % 2 == 0 ? one : two, "w1")))).isEmpty();
    }
  }

  @Test
  void aTaskThatIsFoundOnAnotherCarrierHasLetGoOfTheFirst() {
    for (int i = 0; i < 10; i++) {
      assertThat(hogs.observe(List.of(new Mounted(one, "w" + i)))).isEmpty();
    }
  }

  @Test
  void aTaskBesideWhichAnotherGetsToRunIsNone() {
    for (int i = 0; i < 10; i++) {
      assertThat(hogs.observe(List.of(new Mounted(one, "w1")))).isEmpty();
      assertThat(hogs.observe(List.of(new Mounted(one, "w1")))).isEmpty();
      hogs.reset();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'VirtualThread[#21]/runnable@ForkJoinPool-1-worker-1', ForkJoinPool-1-worker-1",
    "'VirtualThread[#21,a@b]/runnable', ''",
    "'VirtualThread[#21,a]/@b]/waiting', ''",
    "'VirtualThread[#21]', ''",
    "'Thread[#21,a@b,5,main]', ''",
  })
  void theCarrierIsReadFromTheThreadsDescription(String thread, String carrier) {
    assertThat(CarrierWatch.carrier(thread)).isEqualTo(carrier);
  }
}
