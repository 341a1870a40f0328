package dev.treadle.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.http.MediaType;
import dev.treadle.test.TreadleTest;
import java.nio.file.Path;

/// A form with files.
class MultipartSnippets {

  // @start region=form
  Content form =
      Multipart.create()
          .with("name", "Ada")
          .withFile("portrait", Path.of("ada.png"), MediaType.of("image/png"))
          .withFile("notes", "notes.txt", Content.text("On the Analytical Engine"));

  // @end

  @TreadleTest
  void itCanBeSentAgain() {
    assertThat(form.isRepeatable()).isTrue();
  }
}
