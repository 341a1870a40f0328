package dev.treadle.test;

import static dev.treadle.test.Failures.thrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The examples of [Failures]' documentation, run as tests.
class FailuresSnippets {

  @Test
  void thrownByReturnsTheFailure() throws InterruptedException {
    // @start region="thrownBy"
    var failure =
        thrownBy(NoSuchFileException.class, () -> Files.readString(Path.of("no-such-file")));

    assertThat(failure.getFile()).isEqualTo("no-such-file");
    // @end
  }
}
