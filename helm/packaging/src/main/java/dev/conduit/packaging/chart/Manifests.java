// SPDX-License-Identifier: Apache-2.0
package dev.conduit.packaging.chart;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The charts as plain YAML, for {@code kubectl apply}. Helm's hooks are left out, for nothing runs
 * them there; their work, to clean up after an uninstall, is done by deleting the namespace.
 */
public final class Manifests {
  private static final String HOOK = "helm.sh/hook:";

  /** What the tests run; without a word Helm's library assumes a version of 2020. */
  static final String KUBERNETES = "v1.36.3";

  private final Path charts;
  private final String namespace;

  /**
   * @param charts the folder that has the charts' folders
   * @param namespace that the operator is installed in
   */
  public Manifests(Path charts, String namespace) {
    this.charts = charts;
    this.namespace = namespace;
  }

  /** Texts by file name: {@code conduit-crds.yaml}, {@code conduit.yaml}; applied in this order. */
  public Map<String, String> render(List<Path> values) {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("conduit-crds.yaml", definitions());
    files.put("conduit.yaml", restrictedNamespace() + plain(operator(values)));
    return files;
  }

  private String restrictedNamespace() {
    return """
        ---
        apiVersion: v1
        kind: Namespace
        metadata:
          name: %s
          labels:
            pod-security.kubernetes.io/enforce: restricted
            pod-security.kubernetes.io/enforce-version: latest
        """
        .formatted(namespace);
  }

  /** Writes {@link #render} into a folder. */
  public void write(Path folder, List<Path> values) throws IOException {
    Files.createDirectories(folder);
    for (var file : render(values).entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
  }

  /** Nothing of Helm here keeps the definitions, so nothing says that it would. */
  private String definitions() {
    return template("conduit-crds").set("keep", false).call();
  }

  private String operator(List<Path> values) {
    TemplateCommand command = template("conduit");
    values.forEach(command::withValuesFile);
    return command.call();
  }

  private TemplateCommand template(String chart) {
    return new Helm(charts.resolve(chart))
        .template()
        .withKubeVersion(KUBERNETES)
        .withName("conduit")
        .withNamespace(namespace);
  }

  private static String plain(String rendered) {
    return Arrays.stream(rendered.split("(?m)^---\\n", -1))
        .filter(document -> !document.isBlank() && !document.contains(HOOK))
        .map(document -> "---\n" + document)
        .collect(Collectors.joining());
  }
}
