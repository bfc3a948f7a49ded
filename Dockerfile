# An image that holds one program and the certificates it trusts, and nothing
# else: no shell, no package manager, no user but a number.
#
#     docker build --build-arg VERSION=1.0.0 --tag lotsenfunk .
#
# It writes to /data only, so it runs with a read-only root:
#
#     docker run --read-only --cap-drop ALL --security-opt no-new-privileges \
#       --volume lotsenfunk:/data --publish 127.0.0.1:8066:8066 lotsenfunk
#
# What has to be set is in docs/configuration.md; docs/mattermost.md has the whole
# way, with set-up.

FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=unreleased
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.release=${VERSION}" -o /out/lotsenfunk ./cmd/lotsenfunk
RUN mkdir /out/data

FROM scratch
ARG VERSION=unreleased
LABEL org.opencontainers.image.title="Lotsenfunk" \
      org.opencontainers.image.description="A chat bot that carries a Digitallotsen programme through a town hall" \
      org.opencontainers.image.vendor="The Lotsenfunk authors" \
      org.opencontainers.image.licenses="EUPL-1.2" \
      org.opencontainers.image.url="https://example.org/lotsenfunk" \
      org.opencontainers.image.source="https://example.org/lotsenfunk.git" \
      org.opencontainers.image.version="${VERSION}"

# Certification authorities of the public; one of the house is added with
# LOTSENFUNK_CA_FILE.
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /out/lotsenfunk /lotsenfunk
# The folder belongs to the number below, and so does a new volume put in its place.
COPY --from=build --chown=65532:65532 /out/data /data

# Scratch has no /tmp: what SQLite and the playground put aside goes to /data too,
# and so does every file that is named without a folder.
ENV LOTSENFUNK_LISTEN=:8066 \
    TMPDIR=/data
WORKDIR /data
VOLUME ["/data"]
USER 65532:65532
EXPOSE 8066
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD ["/lotsenfunk", "healthcheck"]
ENTRYPOINT ["/lotsenfunk"]
CMD ["serve"]
