package dev.treadle.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.treadle.http.client.Auth;
import dev.treadle.http.client.Multipart;
import dev.treadle.http.client.Request;
import dev.treadle.http.server.Response;
import dev.treadle.http.sse.ServerSentEvent;
import dev.treadle.http.websocket.WebSocketSettings;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever a program passes on from somebody else, in whichever place of a message: no line of its
/// own comes out of it, neither in requests nor in answers.
class HeaderInjectionTest {

  private static final String EVIL = "Set-Cookie: evil=1";

  /// Places where text of a program's gets into a head, as what is sent then.
  private static Stream<Function<String, String>> places() {
    return Stream.of(
        // A head in general
        text -> Headers.of("X", text).toString(),
        text -> Headers.of(text, "x").toString(),
        text -> Headers.empty().with("X", text).toString(),
        text -> Headers.empty().withAdded(text, "x").toString(),
        text -> Headers.builder().add("X", text).build().toString(),
        text -> Headers.builder().set(text, "x").build().toString(),
        text -> Method.of(text).name(),
        text -> MediaType.of(text).toString(),
        text -> MediaType.TEXT.with("charset", text).toString(),
        text -> EntityTag.of(text).toString(),
        text -> ContentDisposition.attachment(text).toString(),
        text -> ContentDisposition.file(text, text).toString(),
        text -> ContentDisposition.field(text).toString(),
        // Answers
        text -> Response.text("").withHeader("X", text).headers().toString(),
        text -> Response.text("").withAddedHeader(text, "x").headers().toString(),
        text -> Response.redirect("/" + text).headers().toString(),
        text -> Response.upgrade(text, _ -> {}).headers().toString(),
        text -> Response.bytes(MediaType.of("a/b; c=" + text), new byte[0]).headers().toString(),
        text -> SetCookie.of("a", text).format(),
        text -> SetCookie.of(text, "a").format(),
        text -> SetCookie.of("a", "b").withPath("/" + text).format(),
        text -> SetCookie.of("a", "b").withDomain("x" + text).format(),
        // Requests
        text -> Request.get("http://a/").withHeader("X", text).headers().toString(),
        text -> Request.get("http://a/" + text).url().target(),
        text -> Request.get("http://" + text + "/").url().authority(),
        text -> Request.get("http://a/").withParam("q", text).url().target(),
        text -> Url.of("http://a/").withSegment(text).target(),
        text -> Form.of("a", text).format(),
        text -> Cookie.format(java.util.List.of(new Cookie("a", text))),
        text -> authorization(Auth.basic("me", text)),
        text -> authorization(Auth.bearer(text)),
        text -> WebSocketSettings.defaults().withSubprotocols(text).subprotocols().toString());
  }

  private static String authorization(Auth auth) {
    try {
      var value = auth.authorize(Method.GET, Url.of("http://a/"));
      return Headers.of("Authorization", String.valueOf(value)).first("Authorization") + "";
    } catch (java.io.IOException e) {
      throw new IllegalStateException("expected no input or output, found some", e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\r\n", "\n", "\r", "\n\n", "\r\n\r\n", "\u0000", "\u010d\u010a", "\u2028"})
  void nothingBecomesALineOfItsOwn(String lineEnd) {
    places()
        .forEach(place -> {
          String sent;
          try {
            sent = place.apply("x" + lineEnd + EVIL);
          } catch (IllegalArgumentException refused) {
            return;
          }
          var bytes =
              new String(
                  sent.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1),
                  java.nio.charset.StandardCharsets.ISO_8859_1);
          assertThat(bytes).doesNotContain("\r", "\n", "\u0000");
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\n", "\n", "\r"})
  void partsOfAFormAndEventsHaveNoneEither(String lineEnd) throws Exception {
    var name = "x" + lineEnd + EVIL;

    var form = new StringBuilder();
    try {
      Multipart.create()
          .with(name, "value")
          .writeTo(
              bytes -> form.append(java.nio.charset.StandardCharsets.ISO_8859_1.decode(bytes)));
    } catch (IllegalArgumentException refused) {
      form.setLength(0);
    }
    assertThat(form.toString().lines()).doesNotContain(EVIL);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServerSentEvent.of("data").withEvent(name));
    assertThatIllegalArgumentException().isThrownBy(() -> ServerSentEvent.of("data").withId(name));
    assertThat(
            new String(
                ServerSentEvent.of("a" + lineEnd + "id: 7").toBytes(),
                java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo("data: a\ndata: id: 7\n\n");
  }
}
