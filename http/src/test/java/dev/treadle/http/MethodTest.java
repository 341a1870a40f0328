package dev.treadle.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class MethodTest {

  @Test
  void methodsOfOneNameAreEqual() {
    assertThat(Method.of("GET")).isSameAs(Method.GET);
    assertThat(Method.of("QUERY"))
        .isEqualTo(Method.of("QUERY"))
        .hasSameHashCodeAs(Method.of("QUERY"));
    assertThat(Method.of("get")).isNotEqualTo(Method.GET);
    assertThat(Method.GET).hasToString("GET").isNotEqualTo("GET");
  }

  @Test
  void whoOnlyReadsIsSafe() {
    assertThat(Method.GET.isSafe()).isTrue();
    assertThat(Method.HEAD.isSafe()).isTrue();
    assertThat(Method.PUT.isSafe()).isFalse();
    assertThat(Method.of("QUERY").isSafe()).isFalse();
  }

  @Test
  void whatMayBeDoneTwiceIsIdempotent() {
    assertThat(Method.GET.isIdempotent()).isTrue();
    assertThat(Method.PUT.isIdempotent()).isTrue();
    assertThat(Method.DELETE.isIdempotent()).isTrue();
    assertThat(Method.POST.isIdempotent()).isFalse();
    assertThat(Method.PATCH.isIdempotent()).isFalse();
    assertThat(Method.CONNECT.isIdempotent()).isFalse();
  }

  @Test
  void aMethodIsAToken() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Method.of("G T"))
        .withMessage(
            "name: expected letters, digits and !#$%&'*+-.^_`|~ of a method, found something else");
    assertThatIllegalArgumentException().isThrownBy(() -> Method.of(""));
  }
}
