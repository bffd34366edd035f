# An injector as an image: docker build -t function-runner-performance .
# Maven and its repository stay in the first stage; simulations without the suite's tests go into the second.
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY pom.xml .
COPY src/main src/main
COPY src/test/resources/gatling.conf src/test/resources/logback-test.xml src/test/resources/
COPY simulations simulations
COPY feeders feeders
# The dependencies of tests alone: the fuzzer, JUnit, what executes the Jenkinsfile, the mock of Kubernetes.
RUN mvn -B -ntp test-compile dependency:copy-dependencies -DincludeScope=test -DoutputDirectory=target/lib \
    -DexcludeGroupIds=com.code-intelligence,com.lesfurets,com.tngtech.archunit,io.vertx,org.codehaus.groovy,org.junit.jupiter,org.junit.platform \
    -DexcludeArtifactIds=kubernetes-server-mock,mockwebserver

FROM eclipse-temurin:17-jre
RUN useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin injector \
    && install -d -o 10001 -g 10001 /results
COPY --from=build /build/target/lib /app/lib
COPY --from=build /build/target/classes /app/classes
COPY --from=build /build/target/test-classes /app/classes
COPY deploy/kubernetes/injector.sh /app/injector.sh
# By number: Kubernetes can then see that it is not root.
USER 10001:10001
WORKDIR /app
ENTRYPOINT ["/app/injector.sh"]
