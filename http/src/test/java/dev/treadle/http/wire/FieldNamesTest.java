package dev.treadle.http.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.http.HttpParseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldNamesTest {

  private static String name(String name) throws HttpParseException {
    return Wire.request("GET / HTTP/1.0", name + ": x").headers().name(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host",
        "host",
        "User-Agent",
        "user-agent",
        "Accept",
        "Cookie",
        "Content-Type",
        "Sec-WebSocket-Key"
      })
  void commonNamesAreOneText(String name) throws HttpParseException {
    assertThat(name(name)).isEqualTo(name).isSameAs(name(name));
  }

  @Test
  void otherNamesAreAsTheyWereWritten() throws HttpParseException {
    assertThat(name("HOST")).isEqualTo("HOST");
    assertThat(name("X-Mine")).isEqualTo("X-Mine");
    assertThat(name("x-!#$%&'*+.^_`|~")).isEqualTo("x-!#$%&'*+.^_`|~");
  }

  @Test
  void noNameIsTakenForAnother() throws HttpParseException {
    for (int i = 0; i < 5_000; i++) {
      var name = "X" + Integer.toString(i * 7919, 36);

      assertThat(name(name)).isEqualTo(name);
    }
  }

  @Test
  void someAreSecret() {
    assertThat(FieldNames.isSecret("AUTHORIZATION")).isTrue();
    assertThat(FieldNames.isSecret("set-cookie")).isTrue();
    assertThat(FieldNames.isSecret("Host")).isFalse();
  }
}
