package dev.treadle.http.client;

import dev.treadle.http.Headers;
import dev.treadle.http.MediaType;
import dev.treadle.http.Status;
import dev.treadle.http.Url;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// A whole answer: what [HttpClient#send] and its like return.
///
/// @see ResponseStream for one whose content is read as it comes
public final class Response {

  private final Request request;
  private final Status status;
  private final Headers headers;
  private final byte[] content;
  private final Headers trailers;

  Response(Reply reply, byte[] content) {
    this.request = reply.request();
    this.status = reply.status();
    this.headers = reply.headers();
    this.content = content;
    this.trailers = reply.trailers();
  }

  /// Returns how the request ended.
  public Status status() {
    return status;
  }

  /// Returns whether the status is 2xx.
  public boolean isSuccess() {
    return status.isSuccess();
  }

  /// Returns the fields.
  public Headers headers() {
    return headers;
  }

  /// Returns the fields that came behind the content.
  public Headers trailers() {
    return trailers;
  }

  /// Returns the request that was answered, which after redirects is the last one.
  public Request request() {
    return request;
  }

  /// Returns where the answer came from, after redirects.
  public Url url() {
    return request.url();
  }

  /// Returns the content, unpacked. Not a copy.
  public byte[] bytes() {
    return content;
  }

  /// Returns the content as a text, in the charset that the server says, else UTF-8.
  public String text() {
    return new String(content, charset(headers));
  }

  static Charset charset(Headers headers) {
    return headers.contentType().flatMap(MediaType::charset).orElse(StandardCharsets.UTF_8);
  }

  /// Returns this, unless the server said no.
  ///
  /// @throws HttpException.BadStatus if the status is 4xx or 5xx
  public Response raiseForStatus() throws HttpException.BadStatus {
    if (status.isError()) {
      throw new HttpException.BadStatus(
          "expected an answer from %s that is no error, found %s".formatted(request, status), this);
    }
    return this;
  }

  @Override
  public String toString() {
    return status + " (" + content.length + " bytes) from " + request;
  }
}
