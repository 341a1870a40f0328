package dev.treadle.examples.scout.site;

import dev.treadle.Treadle;
import dev.treadle.examples.scout.site.Frame.Crumb;
import dev.treadle.http.Status;
import dev.treadle.http.server.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The shop, the instructions and the journal: pages that are put together when they are asked for.
final class OrdinaryPages {

  private static final int LEAST_MILLIS = 10;
  private static final int MORE_MILLIS = 140;
  private static final int PICTURES = 5;

  private final boolean delays;
  private final List<Section> sections;

  OrdinaryPages(SiteSettings settings) {
    delays = settings.delays();
    int shop = settings.pages() / 2;
    int docs = settings.pages() * 3 / 10;
    sections =
        List.of(
            new Section("shop", "Shop", shop),
            new Section("docs", "Instructions", docs),
            new Section("journal", "Journal", settings.pages() - shop - docs));
  }

  List<Section> sections() {
    return sections;
  }

  /// Returns what there is at a path, or `null` if it is none of a section.
  @Nullable Response answer(String path) {
    for (var section : sections) {
      if (path.startsWith(section.name(), 1) && path.startsWith("/", section.name().length() + 1)) {
        return answer(section, path);
      }
    }
    return null;
  }

  private Response answer(Section section, String path) {
    if (path.length() == section.name().length() + 2) {
      return page(section, 0);
    }
    var place = section.find(path);
    if (place == null) {
      return ErrorPages.NOT_FOUND;
    }
    if (place.isPage()) {
      return page(section, place.number());
    }
    boolean formerly = place.slug().equals(Flaws.FORMER) && place.number() < section.size();
    return formerly
        ? Response.redirect(section.path(place.number())).withStatus(Status.MOVED_PERMANENTLY)
        : place.slug().equals(Flaws.GONE) ? ErrorPages.GONE : ErrorPages.NOT_FOUND;
  }

  private Response page(Section section, int number) {
    if (delays) {
      Treadle.sleep(Duration.ofMillis(LEAST_MILLIS + (number * 37) % MORE_MILLIS));
    }
    return Response.html(html(section, number));
  }

  private static String html(Section section, int number) {
    var page = Frame.begin(section.title(number), way(section, number));
    page.append("<p><img src=\"/assets/cloth-")
        .append(number % PICTURES)
        .append(".svg\" alt=\"\">");
    page.append("<a href=\"#materials\">Materials</a> <a href=\"#steps\">Steps</a> ");
    page.append("<a href=\"#care\">Care</a></p>\n");
    var prose = new Prose(number);
    chapter(page, prose, "materials", "Materials");
    chapter(page, prose, "steps", "Steps");
    flaws(page, section, number);
    chapter(page, prose, "care", "Care");
    links(page, section, number);
    return Frame.end(page);
  }

  private static List<Crumb> way(Section section, int number) {
    var way = new ArrayList<Crumb>();
    for (int above = number; above > 0; ) {
      above = section.parent(above);
      way.addFirst(new Crumb(section.path(above), section.title(above)));
    }
    return way;
  }

  private static void chapter(StringBuilder page, Prose prose, String id, String title) {
    page.append("<h2 id=\"").append(id).append("\">").append(title).append("</h2>\n");
    for (int i = 0; i < 2; i++) {
      page.append("<p>");
      prose.append(page, 4);
      page.append("</p>\n");
    }
  }

  private static void flaws(StringBuilder page, Section section, int number) {
    if (Flaws.linksToMissing(number)) {
      sentence(page, "Some still have", section.path(Flaws.MISSING, number));
    }
    if (Flaws.linksToGone(number)) {
      sentence(page, "We no longer make", section.path(Flaws.GONE, number));
    }
    if (Flaws.linksToNoPlace(number)) {
      sentence(
          page, "This falls under", section.path(section.parent(number)) + "#" + Flaws.NO_PLACE);
    }
    if (Flaws.linksToFormer(number)) {
      sentence(page, "It goes well with", section.path(Flaws.FORMER, number - 1));
    }
    if (Flaws.showsMissingPicture(number)) {
      page.append("<p><img src=\"/assets/photo-").append(number).append(".jpg\" alt=\"\"></p>\n");
    }
  }

  private static void sentence(StringBuilder page, String words, String address) {
    page.append("<p>").append(words).append(' ');
    Frame.link(page, address, "this one");
    page.append(".</p>\n");
  }

  private static void links(StringBuilder page, Section section, int number) {
    page.append("<ul>\n");
    int first = section.firstChild(number);
    for (int child = first; child < Math.min(first + Section.FAN, section.size()); child++) {
      item(page, section, child, "");
    }
    page.append("</ul>\n<p>See also</p>\n<ul>\n");
    item(page, section, section.wrapped(number - 1), "");
    item(page, section, section.wrapped(number + 1), "");
    item(page, section, section.wrapped(number * 31 + 7), number % 3 == 0 ? "#care" : "");
    page.append("</ul>\n");
  }

  private static void item(StringBuilder page, Section section, int number, String place) {
    page.append("<li>");
    Frame.link(page, section.path(number) + place, section.title(number));
    page.append("</li>\n");
  }
}
