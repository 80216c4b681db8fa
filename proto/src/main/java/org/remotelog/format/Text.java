package org.remotelog.format;

/** Foreign text in messages for people: short, and without control characters. */
final class Text {
    private static final int SHOWN = 80;

    private Text() {}

    static String quote(String foreign) {
        StringBuilder shown = new StringBuilder("\"");
        foreign.codePoints().limit(SHOWN).forEach(c -> shown.appendCodePoint(c < ' ' || c > '~' ? '?' : c));
        return shown.append(foreign.length() > SHOWN ? "...\"" : "\"").toString();
    }
}
