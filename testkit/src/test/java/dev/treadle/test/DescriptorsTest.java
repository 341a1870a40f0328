package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescriptorsTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void theTargetsOfLinksAreListed() throws IOException {
    Files.createSymbolicLink(folder.resolve("0"), Path.of("/no/data"));
    Files.createSymbolicLink(folder.resolve("7"), Path.of("pipe:[12]"));
    Files.createSymbolicLink(folder.resolve("8"), Path.of("/lib/some.jar"));

    assertThat(Descriptors.listed(folder).targets()).containsExactly("/no/data", "pipe:[12]");
  }

  @Test
  void whatIsNoLinkAnyMoreIsLeftOut() throws IOException {
    Files.createFile(folder.resolve("7"));

    assertThat(Descriptors.listed(folder).targets()).isEmpty();
  }

  @Test
  void onlyWhatWasNotThereBeforeIsNew() {
    var before = new Descriptors(List.of("a", "b"));
    var after = new Descriptors(List.of("a", "a", "c"));

    assertThat(after.since(before)).containsExactly("a", "c");
    assertThat(before.since(before)).isEmpty();
  }

  @Test
  void whereThereIsNoListTheNumberMustDo() {
    var before = Descriptors.counted();
    var more = new ArrayList<>(before.targets());
    more.add(more.getFirst());

    assertThat(new Descriptors(more).since(before))
        .containsExactly("a file descriptor (this system does not tell of what)");
  }

  @Test
  void anInterruptIsNoHindranceAndStays() {
    Thread.currentThread().interrupt();

    var descriptors = Descriptors.now();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(descriptors.targets()).isNotEmpty();
  }
}
