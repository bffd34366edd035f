package io.functionrunner.perf.grafana;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files with which a Grafana comes up with data source and dashboards in it. */
public final class Provisioning {

  private static final String DASHBOARDS = "dashboards";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Where the container has the dashboards; deploy/compose.yaml mounts them there. */
  private static final String PROVIDER =
      """
      # Made by bin/perf dashboards export; the dashboards are in ../../dashboards.
      apiVersion: 1
      providers:
        - name: load tests
          folder: Load tests
          folderUid: loadtest
          type: file
          allowUiUpdates: false
          options:
            path: /var/lib/grafana/dashboards
      """;

  private static final String SOURCE =
      """
      # Made by bin/perf dashboards export.
      apiVersion: 1
      datasources:
        - name: Prometheus
          uid: prometheus
          type: prometheus
          access: proxy
          url: http://prometheus:9090
          isDefault: true
          jsonData:
            timeInterval: 15s
            httpMethod: POST
      """;

  private Provisioning() {}

  /**
   * Writes all of them, in place of those that are there.
   *
   * @return the files
   */
  public static List<Path> export(Path directory, List<Dashboard> dashboards) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Dashboard dashboard : dashboards) {
      files.add(
          write(
              directory.resolve(DASHBOARDS).resolve(dashboard.uid() + ".json"),
              JSON.writeValueAsString(DashboardJson.of(dashboard)) + "\n"));
    }
    Path provisioning = directory.resolve("provisioning");
    files.add(write(provisioning.resolve(DASHBOARDS).resolve("loadtest.yml"), PROVIDER));
    files.add(write(provisioning.resolve("datasources").resolve("prometheus.yml"), SOURCE));
    return files;
  }

  private static Path write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
