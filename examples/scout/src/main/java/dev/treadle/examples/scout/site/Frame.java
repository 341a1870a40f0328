package dev.treadle.examples.scout.site;

import java.util.List;

/// What all pages have in common: head, navigation, where one is, and the foot.
final class Frame {

  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\
      """;

  private static final String TITLE_END =
      """
       - Heddle &amp; Daughters</title>
      <link rel="stylesheet" href="/assets/site.css">
      """;

  private static final String NAVIGATION =
      """
      </head>
      <body>
      <nav><a href="/"><img src="/assets/shuttle.svg" alt="Heddle &amp; Daughters" width="32" height="32"></a>
      <a href="/shop/">Shop</a> <a href="/docs/">Instructions</a> <a href="/journal/">Journal</a>
      <a href="/trouble/">Trouble</a></nav>
      """;

  private static final String FOOT =
      """
      <footer>Heddle &amp; Daughters, looms and yarn. This shop is made up, and its faults are meant.
      <a href="mailto:hello@heddle.example">Write to us</a></footer>
      </body>
      </html>
      """;

  private Frame() {}

  /// A step on the way to a page.
  record Crumb(String path, String title) {}

  /// Begins a page, up to its heading.
  static StringBuilder begin(String title, List<Crumb> way) {
    return begin(title, way, "");
  }

  /// Begins a page.
  ///
  /// @param head more lines for its head
  static StringBuilder begin(String title, List<Crumb> way, String head) {
    var page = new StringBuilder(4096);
    page.append(HEAD).append(title).append(TITLE_END).append(head).append(NAVIGATION);
    page.append("<p class=\"way\"><a href=\"/\">Home</a>");
    for (var crumb : way) {
      page.append(" / ");
      link(page, crumb.path, crumb.title);
    }
    return page.append("</p>\n<h1>").append(title).append("</h1>\n");
  }

  static String end(StringBuilder page) {
    return page.append(FOOT).toString();
  }

  static void link(StringBuilder page, String address, String title) {
    page.append("<a href=\"").append(address).append("\">").append(title).append("</a>");
  }
}
