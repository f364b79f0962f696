// SPDX-License-Identifier: Apache-2.0
package dev.conduit.validation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads the documents of a YAML (or JSON) file and keeps the line of every field.
 *
 * <p>Scalars mean what they mean to kubectl: YAML 1.1 booleans, no base-60 numbers. A syntax error,
 * a duplicate key or a document that is no object is a {@link Problem} with line and column; empty
 * documents are skipped. Input is limited to 3 MiB and 100,000 nodes, so that aliases cannot blow
 * it up.
 */
public final class ManifestReader {
  /** What a text holds: documents in order, and what could not be read. */
  public record Contents(List<Manifest> manifests, List<Problem> problems) {
    public Contents {
      manifests = List.copyOf(manifests);
      problems = List.copyOf(problems);
    }
  }

  /** Reads all documents; one that cannot be read ends the reading, for the rest has no start. */
  public Contents read(String source, String text) {
    List<Manifest> manifests = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    try {
      for (Node document : new Yaml(new LoaderOptions()).composeAll(new StringReader(text))) {
        YamlTree tree = new YamlTree(source);
        var json = tree.convert(document);
        problems.addAll(tree.problems());
        if (json instanceof ObjectNode object) {
          manifests.add(new Manifest(source, object, tree.lines(), tree.words()));
        } else if (!json.isNull()) {
          problems.add(
              problem(
                  source,
                  document.getStartMark().getLine() + 1,
                  "a manifest must be an object with apiVersion, kind, metadata and spec"));
        }
      }
    } catch (MarkedYAMLException e) {
      problems.add(syntax(source, e));
    } catch (YAMLException e) {
      problems.add(problem(source, 1, "not readable as YAML: " + firstLine(e.getMessage())));
    }
    return new Contents(manifests, problems);
  }

  private static Problem syntax(String source, MarkedYAMLException e) {
    var mark = e.getProblemMark();
    int line = mark == null ? 1 : mark.getLine() + 1;
    String column = mark == null ? "" : ", column " + (mark.getColumn() + 1);
    String context = e.getContext() == null ? "" : " " + firstLine(e.getContext());
    return problem(
        source, line, "not valid YAML" + column + ":" + context + ": " + firstLine(e.getProblem()));
  }

  private static Problem problem(String source, int line, String message) {
    return new Problem(source, line, Optional.empty(), "", message);
  }

  private static String firstLine(@org.jspecify.annotations.Nullable String text) {
    return text == null ? "unknown error" : text.lines().findFirst().orElse("");
  }
}
