package dev.treadle.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WrapperFindsJdkTest {

  @Test
  void aRegeneratedWrapperIsReported() {
    assertThat(WrapperFindsJdk.check("#!/bin/sh\nset -euf\n"))
        .containsExactly(
            new Finding(
                "mvnw",
                "mvnw:1",
                "expected the line '. \"$(dirname \"$0\")/.mvn/jdk.sh\"' before 'set -euf', found none"));
  }

  @Test
  void theLineInTimePasses() {
    var mvnw = "#!/bin/sh\n. \"$(dirname \"$0\")/.mvn/jdk.sh\" # why\nset -euf\n";

    assertThat(WrapperFindsJdk.check(mvnw)).isEmpty();
  }
}
