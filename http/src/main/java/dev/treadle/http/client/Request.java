package dev.treadle.http.client;

import dev.treadle.http.Headers;
import dev.treadle.http.Method;
import dev.treadle.http.Url;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is asked of a server: a method, a URL, fields and content, and how to go about it. It does
/// not change: what is called `with...` returns another.
///
/// {@snippet class=dev.treadle.http.client.RequestSnippets region=request lang=java}
public final class Request {

  private final Method method;
  private final Url url;
  private final Headers headers;
  private final Content content;
  private final Options options;

  /// @param timeouts `null` leaves them to the client
  /// @param auth `null` leaves it to the client
  /// @param uploads who sends the content, while it is sent
  record Options(
      @Nullable Timeouts timeouts,
      @Nullable Auth auth,
      boolean redirects,
      boolean expectContinue,
      @Nullable Uploads uploads) {

    static final Options USUAL = new Options(null, null, true, false, null);
  }

  private Request(Method method, Url url, Headers headers, Content content, Options options) {
    this.method = Objects.requireNonNull(method, "method");
    this.url = Objects.requireNonNull(url, "url");
    this.headers = Objects.requireNonNull(headers, "headers");
    this.content = Objects.requireNonNull(content, "content");
    this.options = options;
  }

  /// Returns a request without fields or content.
  public static Request of(Method method, Url url) {
    return new Request(method, url, Headers.empty(), Content.none(), Options.USUAL);
  }

  /// Returns a request for what is at a URL.
  ///
  /// @throws IllegalArgumentException if it is none
  public static Request get(String url) {
    return of(Method.GET, Url.of(url));
  }

  /// Returns a request that posts content.
  ///
  /// @throws IllegalArgumentException if the URL is none
  public static Request post(String url, Content content) {
    return of(Method.POST, Url.of(url)).withContent(content);
  }

  /// Returns what to do.
  public Method method() {
    return method;
  }

  /// Returns where.
  public Url url() {
    return url;
  }

  /// Returns the fields; those that the client adds when it sends the request are not among them.
  public Headers headers() {
    return headers;
  }

  /// Returns what it carries.
  public Content content() {
    return content;
  }

  /// Returns the time limits for this request; nothing if they are the client's.
  public Optional<Timeouts> timeouts() {
    return Optional.ofNullable(options.timeouts);
  }

  /// Returns who asks; nothing if that is left to the client.
  public Optional<Auth> auth() {
    return Optional.ofNullable(options.auth);
  }

  boolean followsRedirects() {
    return options.redirects;
  }

  boolean expectsContinue() {
    return options.expectContinue;
  }

  /// Returns this request with another method.
  public Request withMethod(Method method) {
    return new Request(method, url, headers, content, options);
  }

  /// Returns this request for another URL.
  public Request withUrl(Url url) {
    return new Request(method, url, headers, content, options);
  }

  /// Returns this request with one more name and value in its query.
  public Request withParam(String name, String value) {
    return withUrl(url.withParam(name, value));
  }

  /// Returns this request with other fields instead of all it has.
  public Request withHeaders(Headers headers) {
    return new Request(method, url, headers, content, options);
  }

  /// Returns this request with a field, instead of those of its name.
  ///
  /// @throws IllegalArgumentException if it cannot be sent
  public Request withHeader(String name, String value) {
    return withHeaders(headers.with(name, value));
  }

  /// Returns this request with other content.
  public Request withContent(Content content) {
    return new Request(method, url, headers, content, options);
  }

  /// Returns this request with time limits of its own.
  public Request withTimeouts(Timeouts timeouts) {
    Objects.requireNonNull(timeouts, "timeouts");
    return with(
        new Options(
            timeouts, options.auth, options.redirects, options.expectContinue, options.uploads));
  }

  /// Returns this request, asked by somebody in particular; [Auth#none()] is nobody.
  public Request withAuth(Auth auth) {
    Objects.requireNonNull(auth, "auth");
    return with(
        new Options(
            options.timeouts, auth, options.redirects, options.expectContinue, options.uploads));
  }

  /// Returns this request, whose answer is taken as it is, also if it is a redirect.
  public Request withoutRedirects() {
    return with(
        new Options(
            options.timeouts, options.auth, false, options.expectContinue, options.uploads));
  }

  /// Returns this request, which holds its content back until the server says that it wants it, but
  /// no longer than a second: for much content that may be refused (RFC 9110 section 10.1.1). A
  /// server that cannot be asked (417) is sent it without, if it can be sent again.
  public Request withExpectContinue() {
    return with(
        new Options(options.timeouts, options.auth, options.redirects, true, options.uploads));
  }

  Request withoutExpectContinue() {
    return with(
        new Options(options.timeouts, options.auth, options.redirects, false, options.uploads));
  }

  @Nullable Uploads uploads() {
    return options.uploads;
  }

  Request with(Uploads uploads) {
    return with(
        new Options(
            options.timeouts, options.auth, options.redirects, options.expectContinue, uploads));
  }

  private Request with(Options options) {
    return new Request(method, url, headers, content, options);
  }

  /// Returns method and URL, without the query, which may hold secrets.
  @Override
  public String toString() {
    return method + " " + url.origin() + url.path();
  }
}
