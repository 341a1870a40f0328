package dev.treadle.examples.scout;

import static org.assertj.core.api.Assertions.assertThat;

import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

class ReasonsTest {

  @Test
  void whyTlsHasFailedIsSaidWithoutTheNameOfTheAlert() {
    assertThat(Reasons.of(new SSLException("(certificate_unknown) the certificate is (not) ours")))
        .isEqualTo("TLS failed: the certificate is (not) ours");
    assertThat(Reasons.of(new SSLException("Unsupported message")))
        .isEqualTo("TLS failed: Unsupported message");
  }
}
