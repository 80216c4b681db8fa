package org.remotelog.server.testing.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Line charts side by side, as SVG. The vertical axes are logarithmic: a factor has the same height everywhere. Points are
 * medians, with a bar from minimum to maximum.
 */
public final class Chart {
    private static final int WIDTH = 460;
    private static final int HEIGHT = 300;
    private static final int LEFT = 74;
    private static final int TOP = 58;
    private static final int COLUMN = LEFT + WIDTH + 26;
    private static final int ROW = TOP + HEIGHT + 62;

    /** Seven that people who see colours differently can tell apart (Okabe and Ito). */
    private static final List<String> COLOURS =
            List.of("#000000", "#999999", "#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7");

    private final String title;
    private final List<String> names = new ArrayList<>();
    private final StringBuilder svg = new StringBuilder();

    /**
     * A chart.
     *
     * @param xs the labels along the horizontal axis
     */
    public record Panel(String title, String xTitle, String yTitle, List<String> xs, List<Line> lines) {}

    /**
     * A line of a chart.
     *
     * @param points null where there is none
     */
    public record Line(String name, List<@Nullable Spread> points) {}

    private Chart(String title) {
        this.title = title;
    }

    /** Draws rows of charts. The same name has the same colour in all of them. */
    public static String draw(String title, List<List<Panel>> rows) {
        return new Chart(title).drawn(rows);
    }

    private String drawn(List<List<Panel>> rows) {
        rows.forEach(row -> row.forEach(panel -> panel.lines.forEach(line -> {
            if (!names.contains(line.name)) {
                names.add(line.name);
            }
        })));
        int columns = rows.stream().mapToInt(List::size).max().orElseThrow();
        int width = columns * COLUMN;
        int height = 70 + rows.size() * ROW;
        add(
                "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' width='%d' height='%d'",
                width, height, width, height);
        add(" font-family='sans-serif' font-size='12' fill='#222222'>");
        add("<rect width='100%%' height='100%%' fill='#ffffff'/>");
        text(width / 2.0, 26, "middle", "font-size='17' font-weight='bold'", title);
        legend(width);
        for (int row = 0; row < rows.size(); row++) {
            for (int column = 0; column < rows.get(row).size(); column++) {
                add("<g transform='translate(%d %d)'>", column * COLUMN + LEFT, 62 + row * ROW + TOP - 20);
                panel(rows.get(row).get(column));
                add("</g>");
            }
        }
        add("</svg>");
        return svg.toString();
    }

    private void legend(int width) {
        double x = (width - names.stream().mapToDouble(Chart::legendWidth).sum()) / 2;
        for (String name : names) {
            String colour = colour(name);
            add("<line x1='%.1f' y1='50' x2='%.1f' y2='50' stroke='%s' stroke-width='2.5'/>", x, x + 22, colour);
            add("<circle cx='%.1f' cy='50' r='4' fill='%s'/>", x + 11, colour);
            text(x + 28, 54, "start", "", name);
            x += legendWidth(name);
        }
    }

    private static double legendWidth(String name) {
        return 50 + 6.6 * name.length();
    }

    private void panel(Panel panel) {
        List<Spread> all = panel.lines.stream()
                .flatMap(line -> line.points.stream())
                .filter(point -> point != null)
                .toList();
        double low = Math.floor(
                        Math.log10(all.stream().mapToDouble(Spread::min).min().orElseThrow()) * 4)
                / 4;
        double high =
                Math.ceil(Math.log10(all.stream().mapToDouble(Spread::max).max().orElseThrow()) * 4) / 4;
        Scale y = new Scale(low, Math.max(high, low + 0.25));
        text(WIDTH / 2.0, -10, "middle", "font-size='14' font-weight='bold'", panel.title);
        text(WIDTH / 2.0, HEIGHT + 38, "middle", "", panel.xTitle);
        add("<g transform='translate(-58 %d) rotate(-90)'>", HEIGHT / 2);
        text(0, 0, "middle", "", panel.yTitle);
        add("</g>");
        for (double tick : y.ticks()) {
            add("<line x1='0' y1='%.1f' x2='%d' y2='%.1f' stroke='#dddddd'/>", y.of(tick), WIDTH, y.of(tick));
            text(-6, y.of(tick) + 4, "end", "", label(tick));
        }
        add("<path d='M0 0V%dH%d' fill='none' stroke='#222222'/>", HEIGHT, WIDTH);
        for (int i = 0; i < panel.xs.size(); i++) {
            text(x(panel, i), HEIGHT + 18, "middle", "", panel.xs.get(i));
        }
        panel.lines.forEach(line -> line(panel, line, y));
    }

    private void line(Panel panel, Line line, Scale y) {
        String colour = colour(line.name);
        StringBuilder path = new StringBuilder();
        // Side by side, so that the bars of two lines that meet can be told apart.
        double shift = 3.0 * (names.indexOf(line.name) - (names.size() - 1) / 2.0);
        for (int i = 0; i < line.points.size(); i++) {
            Spread point = line.points.get(i);
            if (point == null) {
                continue;
            }
            double x = x(panel, i) + shift;
            path.append(
                    String.format(Locale.ROOT, "%s%.1f %.1f", path.length() == 0 ? "M" : "L", x, y.of(point.median())));
            add("<path d='M%.1f %.1fV%.1f' stroke='%s'/>", x, y.of(point.min()), y.of(point.max()), colour);
            add("<circle cx='%.1f' cy='%.1f' r='3.5' fill='%s'/>", x, y.of(point.median()), colour);
        }
        add("<path d='%s' fill='none' stroke='%s' stroke-width='2'/>", path, colour);
    }

    private static double x(Panel panel, int index) {
        return WIDTH * (index + 0.5) / panel.xs.size();
    }

    private String colour(String name) {
        return COLOURS.get(names.indexOf(name) % COLOURS.size());
    }

    private static String label(double value) {
        return value >= 10_000
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, value < 1 ? "%.1f" : "%.0f", value);
    }

    private void text(double x, double y, String anchor, String style, String words) {
        String escaped = words.replace("&", "&amp;").replace("<", "&lt;");
        add("<text x='%.1f' y='%.1f' text-anchor='%s' %s>%s</text>", x, y, anchor, style, escaped);
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    /** From decimal logarithms to heights. */
    private record Scale(double low, double high) {
        double of(double value) {
            return HEIGHT * (high - Math.log10(value)) / (high - low);
        }

        List<Double> ticks() {
            List<Double> ticks = new ArrayList<>();
            for (int power = (int) Math.floor(low); power <= high; power++) {
                for (int step : new int[] {1, 2, 5}) {
                    double tick = step * Math.pow(10, power);
                    if (Math.log10(tick) >= low && Math.log10(tick) <= high) {
                        ticks.add(tick);
                    }
                }
            }
            return ticks;
        }
    }
}
