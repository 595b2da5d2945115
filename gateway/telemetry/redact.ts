/** Fields whose values never reach a log, wherever they stand; matched without regard to case, `-` and `_`. */
const names = ["authorization", "cookie", "password", "secret", "token", "apikey", "accesskey", "email"];
const spellings = ["set-cookie", "x-api-key", "apiKey", "api_key", "api-key", "accessKey", "eMail", "e-mail"];
