package dev.treadle.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.http.Form;
import dev.treadle.http.MediaType;
import dev.treadle.test.TreadleTest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// What requests carry.
class ContentSnippets {

  // @start region=kinds
  Content text = Content.text("{\"name\": \"Ada\"}", MediaType.JSON);
  Content form = Content.form(Form.of("name", "Ada", "born", "1815"));
  Content file = Content.file(Path.of("portrait.png"), MediaType.of("image/png"));
  Content written =
      Content.writing(
          MediaType.TEXT,
          sink -> {
            for (int i = 0; i < 1_000_000; i++) {
              sink.write(ByteBuffer.wrap((i + "\n").getBytes(StandardCharsets.UTF_8)));
            }
          });

  // @end

  @TreadleTest
  void lengths() throws Exception {
    assertThat(text.length()).isEqualTo(15);
    assertThat(form.length()).isEqualTo(18);
    assertThat(file.isRepeatable()).isTrue();
    assertThat(written.length()).isEqualTo(Content.UNKNOWN);
  }
}
