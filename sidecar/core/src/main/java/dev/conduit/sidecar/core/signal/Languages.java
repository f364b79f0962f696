// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.signal;

import dev.conduit.sidecar.core.exchange.CodePoints;
import dev.conduit.sidecar.core.exchange.UserText;
import java.util.ArrayList;
import java.util.List;

/**
 * A guess at the languages of a text, by script and by the commonest words; for explanations. Short
 * texts often give none.
 */
public final class Languages {
  private static final int READ = 2_048;
  private static final int LEAST_WORDS = 2;
  private static final int LEAST_SIGNS = 2;
  private static final List<String> NAMES = List.of("en", "de", "es", "fr");
  private static final List<List<String>> WORDS =
      List.of(
          List.of("the,is,and,of,to,what,this,how,that,for,with,are,it,you,in".split(",", -1)),
          List.of("der,die,das,und,ist,nicht,ein,eine,wie,mit,für,von,zu,den,ich".split(",", -1)),
          List.of("el,los,las,es,una,que,por,para,con,del,cómo,qué,y,en,un".split(",", -1)),
          List.of("le,les,est,une,et,pour,dans,que,des,du,ce,avec,je,vous,un".split(",", -1)));

  private static final Phrases PHRASES =
      new Phrases(WORDS.stream().flatMap(List::stream).distinct().toList());
  private static final List<String> ALL = WORDS.stream().flatMap(List::stream).distinct().toList();

  private Languages() {}

  /** Codes of ISO 639, the likeliest first; at most two. */
  public static List<String> of(UserText text) {
    int[] hits = new int[NAMES.size()];
    PHRASES.read(text.newest(READ, 0), (word, _) -> count(ALL.get(word), hits));
    List<String> found = new ArrayList<>(scripts(text.newest(READ, 0)));
    int best = 0;
    for (int i = 1; i < hits.length; i++) {
      best = hits[i] > hits[best] ? i : best;
    }
    if (hits[best] >= LEAST_WORDS) {
      found.add(NAMES.get(best));
    }
    return List.copyOf(found);
  }

  private static void count(String word, int[] hits) {
    for (int i = 0; i < hits.length; i++) {
      hits[i] += WORDS.get(i).contains(word) ? 1 : 0;
    }
  }

  /** Kana are Japanese; Chinese characters without them are Chinese. */
  private static List<String> scripts(CodePoints text) {
    int han = 0;
    int kana = 0;
    for (int c = text.next(); c != CodePoints.END; c = text.next()) {
      kana += c >= 0x3040 && c <= 0x30FF ? 1 : 0;
      han += c >= 0x4E00 && c <= 0x9FFF ? 1 : 0;
    }
    if (kana >= LEAST_SIGNS) {
      return List.of("ja");
    }
    return han >= LEAST_SIGNS ? List.of("zh") : List.of();
  }
}
