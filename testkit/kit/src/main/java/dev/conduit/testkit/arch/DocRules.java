// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The half of rule 17 that only sources show.
 *
 * @param sources root of the module's main sources
 */
record DocRules(Path sources) {
  /** Fewer words than this say nothing. */
  private static final int WORDS = 5;

  private static final Pattern COMMENT = Pattern.compile("/\\*\\*(.*?)\\*/", Pattern.DOTALL);

  ArchRule publicTypes() {
    return classes()
        .should(
            Conditions.none(
                "have javadoc when public and not nested",
                type -> isDocumented(type) ? Stream.empty() : Stream.of(missing(type))));
  }

  ArchRule packages() {
    return classes()
        .should(
            Conditions.none(
                "be in a package whose package-info.java has a paragraph",
                type -> hasParagraph(type) ? Stream.empty() : Stream.of(noParagraph(type))));
  }

  private boolean isDocumented(JavaClass type) {
    if (!type.getModifiers().contains(JavaModifier.PUBLIC) || type.isNestedClass()) {
      return true;
    }
    Pattern declaration =
        Pattern.compile(
            "(\\*/|^///.*)\\s*(^@(?s:.*?))?^public [a-z -]*(class|interface|@interface|record|enum) "
                + type.getSimpleName()
                + "\\b",
            Pattern.MULTILINE);
    return source(type, type.getSimpleName())
        .map(text -> declaration.matcher(text).find())
        .orElse(true);
  }

  private boolean hasParagraph(JavaClass type) {
    return source(type, "package-info")
        .map(text -> words(text) >= WORDS && !text.contains("Placeholder"))
        .orElse(false);
  }

  private static long words(String text) {
    Matcher comment = COMMENT.matcher(text);
    return comment.find()
        ? Pattern.compile("[A-Za-z]{2,}").matcher(comment.group(1)).results().count()
        : 0;
  }

  /** Empty for generated classes, which have no source here. */
  private Optional<String> source(JavaClass type, String file) {
    Path path = sources.resolve(type.getPackageName().replace('.', '/')).resolve(file + ".java");
    try {
      return Files.exists(path) ? Optional.of(Files.readString(path)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path, e);
    }
  }

  private static String missing(JavaClass type) {
    return "public type %s has no javadoc".formatted(type.getName());
  }

  private static String noParagraph(JavaClass type) {
    return "package %s says nothing in its package-info.java".formatted(type.getPackageName());
  }
}
