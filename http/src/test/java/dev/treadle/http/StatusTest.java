package dev.treadle.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatusTest {

  @Test
  void codesHaveReasons() {
    assertThat(Status.NOT_FOUND).hasToString("404 Not Found");
    assertThat(Status.of(200)).isEqualTo(Status.OK);
    assertThat(Status.of(418).reason()).isEmpty();
    assertThat(Status.of(299)).hasToString("299");
    assertThat(Status.of(799)).hasToString("799");
  }

  @Test
  void sixtyReasonsAreRegistered() {
    assertThat(IntStream.range(100, 1000).filter(code -> !Status.of(code).reason().isEmpty()))
        .hasSize(60)
        .contains(103, 226, 308, 417, 421, 451, 511);
  }

  @Test
  void theFirstDigitSaysWhatKindItIs() {
    assertThat(Status.of(103).isInformational()).isTrue();
    assertThat(Status.OK.isInformational()).isFalse();
    assertThat(Status.of(299).isSuccess()).isTrue();
    assertThat(Status.FOUND.isSuccess()).isFalse();
    assertThat(Status.FOUND.isRedirection()).isTrue();
    assertThat(Status.BAD_REQUEST.isRedirection()).isFalse();
    assertThat(Status.BAD_REQUEST.isClientError()).isTrue();
    assertThat(Status.BAD_GATEWAY.isClientError()).isFalse();
    assertThat(Status.BAD_GATEWAY.isServerError()).isTrue();
    assertThat(Status.of(600).isServerError()).isFalse();
    assertThat(Status.of(600).isError()).isFalse();
    assertThat(Status.CONFLICT.isError()).isTrue();
  }

  @Test
  void codesHaveThreeDigits() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Status.of(99))
        .withMessage("code: expected 100 to 999, found 99");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Status.of(1000))
        .withMessage("code: expected 100 to 999, found 1000");
  }
}
