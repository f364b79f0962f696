// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.signal;

import java.util.List;

/** Keys of services by their prefixes, signed tokens, and private keys in PEM. */
final class Keys {
  private static final String BEGIN = "-----BEGIN ";
  private static final String PRIVATE = "PRIVATE KEY-----";
  private static final String TOKEN = "eyJ";
  private static final int LONGEST_LABEL = 24;
  private static final int LEAST_PART = 8;

  /** So that many prefixes in one run cost no more than their number. */
  private static final int LONGEST_KEY = 256;

  /** A prefix and how many characters follow it at least. */
  private record Form(String prefix, int least) {}

  private static final List<Form> FORMS =
      List.of(
          new Form("sk-", 20),
          new Form("sk_live_", 16),
          new Form("rk_live_", 16),
          new Form("AKIA", 16),
          new Form("ASIA", 16),
          new Form("ghp_", 36),
          new Form("gho_", 36),
          new Form("ghu_", 36),
          new Form("ghs_", 36),
          new Form("ghr_", 36),
          new Form("github_pat_", 22),
          new Form("glpat-", 20),
          new Form("xoxb-", 20),
          new Form("xoxp-", 20),
          new Form("xapp-", 20),
          new Form("AIza", 35),
          new Form("hf_", 30),
          new Form("npm_", 36),
          new Form("pypi-", 50),
          new Form("dop_v1_", 64));

  private Keys() {}

  /** Past the key that begins at {@code from}; {@code from} itself when there is none. */
  static int api(byte[] text, int from) {
    for (Form form : FORMS) {
      if (isAt(form.prefix(), text, from)) {
        int end = from + form.prefix().length();
        int tail = part(text, end, Math.min(text.length, end + LONGEST_KEY));
        return tail - end >= form.least() && hasDigit(text, end, tail) ? tail : from;
      }
    }
    return from;
  }

  /** Past {@code header.claims.signature}, the first two of them JSON objects in base 64. */
  static int jwt(byte[] text, int from) {
    boolean isInside = from > 0 && (text[from - 1] == '-' || text[from - 1] == '.');
    if (isInside || !isAt(TOKEN, text, from)) {
      return from;
    }
    int header = part(text, from, text.length);
    int claims = next(text, header);
    if (header - from < LEAST_PART || claims == header || !isAt(TOKEN, text, header + 1)) {
      return from;
    }
    int signature = next(text, claims);
    return signature - claims > LEAST_PART ? signature : from;
  }

  /** Past the first line of a private key of any kind. */
  static int pem(byte[] text, int from) {
    if (!isAt(BEGIN, text, from)) {
      return from;
    }
    int i = from + BEGIN.length();
    int limit = Math.min(text.length, i + LONGEST_LABEL);
    while (i < limit) {
      if (isAt(PRIVATE, text, i)) {
        return i + PRIVATE.length();
      }
      i++;
    }
    return from;
  }

  private static int next(byte[] text, int dot) {
    boolean isDot = dot < text.length && text[dot] == '.';
    int end = isDot ? part(text, dot + 1, text.length) : dot;
    return end > dot + 1 ? end : dot;
  }

  private static int part(byte[] text, int from, int limit) {
    int i = from;
    while (i < limit && (DataScan.isWord(text[i]) || text[i] == '-')) {
      i++;
    }
    return i;
  }

  /** Words of prose joined by hyphens have none. */
  private static boolean hasDigit(byte[] text, int from, int end) {
    for (int i = from; i < end; i++) {
      if (DataScan.isDigit(text[i])) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAt(String what, byte[] text, int at) {
    if (at + what.length() > text.length) {
      return false;
    }
    for (int i = 0; i < what.length(); i++) {
      if (text[at + i] != what.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
