/** Names that contain a place without speaking of it. */
export const NOT_PLACES = `
Bank of America, American Express, Texas Instruments, Boston Scientific, Boston Consulting, Boston Consulting Group, Boston Dynamics, Boston matrix,
New York Times, Washington Post, London Stock Exchange, London Business School, Air France, Air Canada, Air India, British Airways, China Mobile, Bank of England,
Bank of Scotland, Royal Bank of Scotland, Bank of China, Bank of India, State Bank of India, Royal Bank of Canada, Manchester United, Manchester City,
Oxford University Press, Cambridge University Press, Cambridge English, Cambridge Assessment, Oxford Nanopore, Glasgow Coma Scale, Glasgow Coma Score,
Edinburgh Postnatal Depression Scale, Bristol stool chart, Bristol Myers Squibb, Philadelphia chromosome, Paris Agreement, Geneva Conventions, Stockholm syndrome,
Phoenix framework, Phoenix LiveView, Chicago style, Vancouver style, Florence Nightingale, Victoria's Secret, Lincoln Financial, Indiana Jones, Panama Papers, New England,
Kansas City Southern, Norfolk Southern, Singapore Airlines, Qatar Airways, Kenya Airways, Turkish Airlines, Swiss Re, Emirates ID, Emirates NBD, Emirates airline, Deutsche Bahn, Munich Re, Zurich Insurance, Basel III, Basel II, Basel IV,
Berlin Heart, Delhi belly, Brussels sprouts, Jersey Mike's, Swedish massage, Thai massage, French press, Aberdeen Angus, Cheddar, Lancaster University, The Hague Convention
`;
